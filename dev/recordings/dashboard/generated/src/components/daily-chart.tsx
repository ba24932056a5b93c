import { useId } from 'react'
import { formatDay } from '@/lib/format-day'
import { niceTicks } from '@/lib/nice-ticks'

export type Point = {
  /** As in ISO 8601, such as "2026-03-14". */
  date: string
  value: number
}

export type DailyChartProps = {
  /** What is drawn, such as "Revenue by day". */
  title: string
  /** One for each day, in order; at least two. */
  points: readonly Point[]
  format: (value: number) => string
}

/** Few enough for a phone, and the same day of the week each time. */
const LABEL_EVERY_DAYS = 7

/** A line over the days. The drawing stretches with its box; the labels are text beside it, so they keep their size. */
export function DailyChart({ title, points, format }: DailyChartProps) {
  const id = useId()
  const ticks = niceTicks(Math.max(...points.map(({ value }) => value)))
  const top = ticks.at(-1) ?? 1
  const x = (index: number) => (100 * index) / Math.max(points.length - 1, 1)
  const y = (value: number) => 100 - (100 * value) / top
  const line = points.map(({ value }, index) => `${x(index)} ${y(value)}`).join(' L')
  const best = points.reduce((most, point) => (point.value > most.value ? point : most))
  return (
    <div className="grid grid-cols-[auto_1fr] gap-x-3">
      <div
        aria-hidden="true"
        className="-my-2 flex h-60 flex-col-reverse justify-between text-right text-xs leading-4 text-muted tabular-nums"
      >
        {ticks.map((tick) => (
          <span key={tick}>{format(tick)}</span>
        ))}
      </div>
      <svg
        role="img"
        aria-labelledby={`${id}title ${id}description`}
        viewBox="0 0 100 100"
        preserveAspectRatio="none"
        className="h-56 w-full overflow-visible"
      >
        <title id={`${id}title`}>{title}</title>
        <desc id={`${id}description`}>
          {`A line over ${points.length} days. The most is ${format(best.value)} on ${formatDay(best.date, 'long')}. The table below has every day.`}
        </desc>
        {ticks.map((tick) => (
          <path key={tick} d={`M0 ${y(tick)} H100`} vectorEffect="non-scaling-stroke" className="stroke-line" />
        ))}
        <path d={`M0 100 L${line} L100 100 Z`} className="fill-brand-soft opacity-70" />
        <path d={`M${line}`} vectorEffect="non-scaling-stroke" strokeWidth={2} strokeLinejoin="round" className="fill-none stroke-brand" />
      </svg>
      <div aria-hidden="true" className="relative col-start-2 mt-3 h-4 text-xs leading-4 text-muted">
        {points.map(
          ({ date }, index) =>
            index % LABEL_EVERY_DAYS === 0 && (
              <span key={date} className="absolute -translate-x-1/2 whitespace-nowrap" style={{ left: `${x(index)}%` }}>
                {formatDay(date)}
              </span>
            ),
        )}
      </div>
    </div>
  )
}
