import { useId } from 'react'
import { FigureCard } from '@/components/figure-card'
import { MonthChart } from '@/components/month-chart'
import type { Day, Figure } from '@/lib/figures'

export type MonthDashboardProps = {
  /** Such as "March 2026". */
  month: string
  /** What the figures are compared with, such as "February". */
  comparedWith: string
  figures: readonly Figure[]
  /** The days of the month so far, in order; the chart needs two. */
  days: readonly Day[]
  className?: string
}

/** A month in figures, and how its days went. */
export function MonthDashboard({ month, comparedWith, figures, days, className }: MonthDashboardProps) {
  const titleId = useId()
  return (
    <section aria-labelledby={titleId} className={className}>
      <h2 id={titleId} className="font-display text-3xl text-balance sm:text-4xl">
        {month} at a glance
      </h2>
      <dl className="mt-8 grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
        {figures.map((figure) => (
          <FigureCard key={figure.id} figure={figure} comparedWith={comparedWith} />
        ))}
      </dl>
      {days.length < 2 ? (
        <p className="mt-4 rounded-card border border-line p-6 text-center text-muted sm:p-8">
          The chart begins on the second day of the month.
        </p>
      ) : (
        <MonthChart days={days} className="mt-4" />
      )}
    </section>
  )
}
