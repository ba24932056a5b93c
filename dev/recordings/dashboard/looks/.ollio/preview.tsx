import { MonthDashboard } from '@/components/month-dashboard'
import type { Day, Figure } from '@/lib/figures'

/** In dollars, from March 1, 2026, which is a Sunday. */
const revenue = [
  412, 286, 305, 348, 391, 604, 933, 468, 297, 331, 362, 447, 688, 1046, 523, 318, 354, 402, 468, 842, 1218, 571, 342, 369, 418, 486, 731,
  1104, 604, 372, 398,
]

const days: readonly Day[] = revenue.map((dollars, index) => ({
  date: `2026-03-${String(index + 1).padStart(2, '0')}`,
  revenueCents: dollars * 100,
}))

/** October to March. */
const trends = {
  revenue: [11_870_00, 12_410_00, 15_920_00, 12_180_00, 14_640_00, 16_438_00],
  orders: [318, 329, 421, 322, 371, 412],
  average: [37_33, 37_72, 37_81, 37_83, 39_46, 39_90],
  replaced: [0.052, 0.047, 0.061, 0.044, 0.041, 0.034],
}

const figures: readonly Figure[] = [
  { id: 'revenue', label: 'Revenue', value: 16_438_00, previous: 14_640_00, unit: 'cents', trend: trends.revenue },
  { id: 'orders', label: 'Orders', value: 412, previous: 371, unit: 'count', trend: trends.orders },
  { id: 'average', label: 'Average order', value: 39_90, previous: 39_46, unit: 'cents', trend: trends.average },
  { id: 'replaced', label: 'Plants replaced', value: 0.034, previous: 0.041, unit: 'share', trend: trends.replaced, lowerIsBetter: true },
]

const firstDay: readonly Figure[] = [
  { id: 'revenue', label: 'Revenue', value: 365_00, previous: 412_00, unit: 'cents' },
  { id: 'orders', label: 'Orders', value: 11, previous: 11, unit: 'count' },
]

/** A month that is over, and one that has only begun. */
export default function Preview() {
  return (
    <main className="mx-auto grid max-w-6xl gap-16 px-4 py-12 sm:px-6 sm:py-20">
      <h1 className="sr-only">Terrace figures</h1>
      <MonthDashboard month="March 2026" comparedWith="February" figures={figures} days={days} />
      <MonthDashboard month="April 2026" comparedWith="March 1" figures={firstDay} days={[{ date: '2026-04-01', revenueCents: 365_00 }]} />
    </main>
  )
}
