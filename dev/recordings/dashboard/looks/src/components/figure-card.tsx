import { Minus, TrendingDown, TrendingUp } from 'lucide-react'
import { TrendLine } from '@/components/trend-line'
import { Card } from '@/components/ui/card'
import { cn } from '@/lib/cn'
import type { Figure } from '@/lib/figures'
import { formatFigure } from '@/lib/format-figure'

const changes = new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 0 })

export type FigureCardProps = {
  figure: Figure
  /** What the previous value belongs to, such as "February". */
  comparedWith: string
}

/** One figure: a term and its descriptions, for use inside of a `dl`. */
export function FigureCard({ figure, comparedWith }: FigureCardProps) {
  const { label, value, previous, unit, trend = [], lowerIsBetter = false } = figure
  const change = (value - previous) / previous
  const isBetter = lowerIsBetter ? change < 0 : change > 0
  const Icon = change === 0 ? Minus : change > 0 ? TrendingUp : TrendingDown
  const trendLabel = `The last ${trend.length} months: ${trend.map((each) => formatFigure(each, unit)).join(', ')}`
  return (
    <Card padding="none" className="p-5">
      <dt className="text-sm text-muted">{label}</dt>
      <dd className="mt-1 flex flex-wrap items-center justify-between gap-x-4 font-display text-3xl">
        {formatFigure(value, unit)}
        {trend.length > 1 && <TrendLine values={trend} label={trendLabel} />}
      </dd>
      <dd className="mt-3 flex items-start gap-2 text-sm text-muted">
        <Icon aria-hidden="true" className={cn('mt-0.5 size-4 shrink-0', change !== 0 && (isBetter ? 'text-brand' : 'text-accent'))} />
        {change === 0 ? `Same as ${comparedWith}` : `${changes.format(Math.abs(change))} ${change > 0 ? 'above' : 'below'} ${comparedWith}`}
      </dd>
    </Card>
  )
}
