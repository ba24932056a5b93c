import { useId } from 'react'
import { DailyChart } from '@/components/daily-chart'
import { DailyTable } from '@/components/daily-table'
import { Card } from '@/components/ui/card'
import type { Day } from '@/lib/figures'
import { formatPrice } from '@/lib/format-price'

export type MonthChartProps = {
  /** In order, at least two. */
  days: readonly Day[]
  className?: string
}

/** The days of a month as a chart, with the same days as a table below. */
export function MonthChart({ days, className }: MonthChartProps) {
  const titleId = useId()
  const points = days.map(({ date, revenueCents }) => ({ date, value: revenueCents }))
  return (
    <Card as="section" aria-labelledby={titleId} className={className}>
      <h3 id={titleId} className="mb-6 font-display text-2xl">
        Revenue by day
      </h3>
      <DailyChart title="Revenue by day" points={points} format={formatPrice} />
      <div className="mt-4">
        <DailyTable label="Revenue" points={points} format={formatPrice} />
      </div>
    </Card>
  )
}
