import { ChevronDown } from 'lucide-react'
import type { Point } from '@/components/daily-chart'
import { formatDay } from '@/lib/format-day'

export type DailyTableProps = {
  /** What the values are, such as "Revenue". */
  label: string
  points: readonly Point[]
  format: (value: number) => string
}

/** The same days as in the chart, as text: for those who don't see it, and for those who want the exact number. */
export function DailyTable({ label, points, format }: DailyTableProps) {
  return (
    <details className="group">
      <summary className="focus-ring flex min-h-11 w-fit cursor-pointer items-center gap-2 rounded-control text-sm font-semibold text-brand hover:text-brand-strong">
        <ChevronDown aria-hidden="true" className="size-4 group-open:rotate-180 motion-safe:transition-transform" />
        Every day as a table
      </summary>
      <table className="mt-2 w-full max-w-md text-sm">
        <thead>
          <tr className="border-b border-line text-muted">
            <th scope="col" className="py-2 text-left font-medium">
              Day
            </th>
            <th scope="col" className="py-2 text-right font-medium">
              {label}
            </th>
          </tr>
        </thead>
        <tbody>
          {points.map(({ date, value }) => (
            <tr key={date} className="border-b border-line last:border-0">
              <th scope="row" className="py-2 text-left font-normal">
                {formatDay(date, 'long')}
              </th>
              <td className="py-2 text-right tabular-nums">{format(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
