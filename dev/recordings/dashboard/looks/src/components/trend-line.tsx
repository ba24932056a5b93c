import { cn } from '@/lib/cn'

const WIDTH = 96
const HEIGHT = 32
/** Room for the stroke and the dot. */
const INSET = 4

export type TrendLineProps = {
  /** Oldest first. */
  values: readonly number[]
  /** What the line tells, in words. */
  label: string
  className?: string
}

/** A small line without axes that ends in a dot: where a figure comes from, not how much it was. */
export function TrendLine({ values, label, className }: TrendLineProps) {
  const least = Math.min(...values)
  const range = Math.max(...values) - least
  const last = values.at(-1)
  if (last === undefined) return null
  const x = (index: number) => INSET + ((WIDTH - 2 * INSET) * index) / Math.max(values.length - 1, 1)
  const y = (value: number) => HEIGHT - INSET - (range === 0 ? 0.5 : (value - least) / range) * (HEIGHT - 2 * INSET)
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className={cn('h-8 w-24 shrink-0', className)}>
      <path
        d={`M${values.map((value, index) => `${x(index)} ${y(value)}`).join(' L')}`}
        strokeWidth={2}
        strokeLinecap="round"
        strokeLinejoin="round"
        className="fill-none stroke-brand"
      />
      <circle cx={x(values.length - 1)} cy={y(last)} r={3.5} className="fill-brand" />
    </svg>
  )
}
