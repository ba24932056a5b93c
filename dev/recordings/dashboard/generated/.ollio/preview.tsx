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

const figures: readonly Figure[] = [
  { id: 'revenue', label: 'Revenue', value: 16_438_00, previous: 14_640_00, unit: 'cents' },
  { id: 'orders', label: 'Orders', value: 412, previous: 371, unit: 'count' },
  { id: 'average', label: 'Average order', value: 39_90, previous: 39_46, unit: 'cents' },
  { id: 'replaced', label: 'Plants replaced', value: 0.034, previous: 0.041, unit: 'share', lowerIsBetter: true },
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
