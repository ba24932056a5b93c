import { percentile } from './measurement.ts'
import type { Bench, Row } from './measurement.ts'

const PERCENTILES = [50, 95, 99]
const HEADINGS = ['', 'samples', ...PERCENTILES.map((percent) => `p${percent}`), 'target']

const FACT_HEADINGS = ['', 'figure', 'target']

/** Tables for a terminal that are also valid Markdown. */
export function tableOf({ title, rows, facts = [], notes }: Bench): string {
  const times = rows.length === 0 ? [] : ['', table(HEADINGS, rows.map(cellsOf), PERCENTILES.length + 1)]
  const cells = facts.map(({ what, value, target }) => [what, value, target ?? ''])
  const figures = facts.length === 0 ? [] : ['', table(FACT_HEADINGS, cells, 1)]
  return [`### ${title}`, ...times, ...figures, ...notes.flatMap((note) => ['', note])].join('\n')
}

/** `numbers`: how many columns after the first one hold numbers. */
function table(headings: readonly string[], body: readonly string[][], numbers: number): string {
  const cells = [headings, ...body]
  const widths = headings.map((_, column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)))
  const isNumber = (column: number): boolean => column > 0 && column <= numbers
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => (isNumber(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join(' | ')} |`
  const rule = `|${widths.map((width, column) => `${'-'.repeat(width + 1)}${isNumber(column) ? ':' : '-'}`).join('|')}|`
  return [line(headings), rule, ...body.map(line)].join('\n')
}

function cellsOf({ what, samplesMs, target }: Row): string[] {
  return [what, String(samplesMs.length), ...PERCENTILES.map((percent) => milliseconds(percentile(samplesMs, percent))), target ?? '']
}

function milliseconds(ms: number): string {
  if (ms >= 10_000) return `${(ms / 1_000).toFixed(1)} s`
  return ms >= 1_000 ? `${(ms / 1_000).toFixed(2)} s` : `${ms.toFixed(ms < 10 ? 1 : 0)} ms`
}

/** The same data as JSON, with percentiles in milliseconds. */
export function jsonOf({ title, rows, facts, notes }: Bench): object {
  return {
    title,
    notes,
    ...(facts === undefined ? {} : { facts }),
    rows: rows.map(({ what, samplesMs, target }) => ({
      what,
      samples: samplesMs.length,
      ...Object.fromEntries(PERCENTILES.map((percent) => [`p${percent}Ms`, Math.round(percentile(samplesMs, percent) * 10) / 10])),
      ...(target === undefined ? {} : { target }),
    })),
  }
}
