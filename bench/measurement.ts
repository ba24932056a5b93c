/** One row of a benchmark: how long the same thing took, each time, in milliseconds. */
export type Row = {
  what: string
  samplesMs: number[]
  /** What it should reach, in words. */
  reach?: string
}

/** A figure that is no time. */
export type Fact = { what: string; value: string; reach?: string }

/** The whole of one benchmark. `notes`: what a reader has to know of the figures. */
export type Bench = { title: string; rows: Row[]; facts?: Fact[]; notes: string[] }

/** How much longer one row takes than another, at their medians. */
export function ratio(rows: readonly Row[], what: string, beside: string): string {
  const medianOf = (name: string): number => percentile(rows.find((row) => row.what === name)?.samplesMs ?? [], 50)
  return `${(medianOf(what) / medianOf(beside)).toFixed(1)} times “${beside}” at the median.`
}

/** Collects times by name, in the order in which the names came up first. */
export class Stopwatch {
  readonly #rows = new Map<string, number[]>()

  async time<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
    const startedMs = performance.now()
    const result = await work()
    this.add(what, performance.now() - startedMs)
    return result
  }

  add(what: string, ms: number): void {
    const known = this.#rows.get(what)
    if (known === undefined) this.#rows.set(what, [ms])
    else known.push(ms)
  }

  /** `reach`: by name. */
  rows(reach: Record<string, string> = {}): Row[] {
    return [...this.#rows].map(([what, samplesMs]) => ({ what, samplesMs, ...(reach[what] === undefined ? {} : { reach: reach[what] }) }))
  }
}

/** The smallest sample that so many percent of all are not above: nearest rank. */
export function percentile(samplesMs: readonly number[], percent: number): number {
  const sorted = samplesMs.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN
}
