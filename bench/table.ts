import { percentile } from './measure.ts'
import type { Bench, Row } from './measure.ts'

const PERCENTILES = [50, 95, 99]
const HEADINGS = ['', 'samples', ...PERCENTILES.map((percent) => `p${percent}`), 'reach']

/** A table for a terminal that is good Markdown too. */
export function tableOf({ title, rows, notes }: Bench): string {
  const cells = [HEADINGS, ...rows.map(cellsOf)]
  const widths = HEADINGS.map((_, column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)))
  const isNumber = (column: number): boolean => column > 0 && column <= PERCENTILES.length + 1
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => (isNumber(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join(' | ')} |`
  const rule = `|${widths.map((width, column) => `${'-'.repeat(width + 1)}${isNumber(column) ? ':' : '-'}`).join('|')}|`
  const [head = [], ...body] = cells
  return [`### ${title}`, '', line(head), rule, ...body.map(line), ...notes.flatMap((note) => ['', note])].join('\n')
}

function cellsOf({ what, samplesMs, reach }: Row): string[] {
  return [what, String(samplesMs.length), ...PERCENTILES.map((percent) => milliseconds(percentile(samplesMs, percent))), reach ?? '']
}

function milliseconds(ms: number): string {
  if (ms >= 10_000) return `${(ms / 1_000).toFixed(1)} s`
  return ms >= 1_000 ? `${(ms / 1_000).toFixed(2)} s` : `${ms.toFixed(ms < 10 ? 1 : 0)} ms`
}

/** The same for programs: percentiles in milliseconds. */
export function jsonOf({ title, rows, notes }: Bench): object {
  return {
    title,
    notes,
    rows: rows.map(({ what, samplesMs, reach }) => ({
      what,
      samples: samplesMs.length,
      ...Object.fromEntries(PERCENTILES.map((percent) => [`p${percent}Ms`, Math.round(percentile(samplesMs, percent) * 10) / 10])),
      ...(reach === undefined ? {} : { reach }),
    })),
  }
}
