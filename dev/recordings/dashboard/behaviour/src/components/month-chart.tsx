import { useId, useState } from 'react'
import { DailyChart } from '@/components/daily-chart'
import { DailyTable } from '@/components/daily-table'
import { type Measure, MeasureSwitch } from '@/components/measure-switch'
import { Card } from '@/components/ui/card'
import type { Day } from '@/lib/figures'
import { formatFigure } from '@/lib/format-figure'

export type MonthChartProps = {
  /** In order, at least two. */
  days: readonly Day[]
  className?: string
}

const measures = {
  revenue: { label: 'Revenue', unit: 'cents', valueOf: (day: Day) => day.revenueCents },
  orders: { label: 'Orders', unit: 'count', valueOf: (day: Day) => day.orders },
} as const

/** The days of a month as a chart, with the same days as a table below. */
export function MonthChart({ days, className }: MonthChartProps) {
  const titleId = useId()
  const [measure, setMeasure] = useState<Measure>('revenue')
  const { label, unit, valueOf } = measures[measure]
  const points = days.map((day) => ({ date: day.date, value: valueOf(day) }))
  const format = (value: number) => formatFigure(value, unit)
  return (
    <Card as="section" aria-labelledby={titleId} className={className}>
      <div className="mb-6 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <h3 id={titleId} className="font-display text-2xl">
          {label} by day
        </h3>
        <MeasureSwitch value={measure} onChange={setMeasure} />
        <p role="status" className="sr-only">
          The chart shows {label.toLowerCase()} by day.
        </p>
      </div>
      <DailyChart title={`${label} by day`} points={points} format={format} />
      <div className="mt-4">
        <DailyTable label={label} points={points} format={format} />
      </div>
    </Card>
  )
}
