/** One row of a benchmark: repeated measurements of the same operation, in milliseconds. */
export type Row = {
  what: string
  samplesMs: number[]
  /** The target, as a text. */
  target?: string
}

/** A figure that is not a time. */
export type Fact = { what: string; value: string; target?: string }

/** One benchmark. `notes` explain the figures. */
export type Bench = { title: string; rows: Row[]; facts?: Fact[]; notes: string[] }

/**
 * `npm run bench -- [names] [--samples N] [--json] [--trace]` measures and prints one table per benchmark. `samples` is for the sandbox
 * benchmark; the others have their own numbers.
 */
export type BenchOptions = { samples: number; trace: boolean; onProgress: (message: string) => void }

/** The ratio of two rows' medians, as a sentence. */
export function ratio(rows: readonly Row[], what: string, comparedWith: string): string {
  const medianOf = (name: string): number => percentile(rows.find((row) => row.what === name)?.samplesMs ?? [], 50)
  return `${(medianOf(what) / medianOf(comparedWith)).toFixed(1)} times “${comparedWith}” at the median.`
}

/** Collects times by name and keeps the order of the names. */
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

  /** `target`: by name. */
  rows(target: Record<string, string> = {}): Row[] {
    return [...this.#rows].map(([what, samplesMs]) => ({
      what,
      samplesMs,
      ...(target[what] === undefined ? {} : { target: target[what] }),
    }))
  }
}

/** The nearest-rank percentile: the smallest sample with at least this share of all samples at or below it. */
export function percentile(samplesMs: readonly number[], percent: number): number {
  const sorted = samplesMs.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN
}
