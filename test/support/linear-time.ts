import { expect } from 'vitest'

/** Twice the input may take at most this many times the processor time. A quadratic algorithm takes four times. */
const GROWTH = 2.5
/** Below this, in milliseconds, compilation and garbage collection outweigh the work, so a ratio says nothing. Such work is fast enough. */
const NEGLIGIBLE_MS = 50
const REPEATS = 2

/**
 * Asserts that the time of `work` is linear in the size of its input: four times the size takes less than 2.5 × 2.5 times the time. It
 * measures the processor time of this thread, so that a busy machine changes nothing.
 */
export async function expectLinear<Input>(size: number, make: (size: number) => Input, work: (input: Input) => unknown): Promise<void> {
  const quarterMs = await fastestMs(make(Math.round(size / 4)), work)
  const wholeMs = await fastestMs(make(size), work)
  if (wholeMs > NEGLIGIBLE_MS) expect(wholeMs, `milliseconds after ${quarterMs} for a quarter`).toBeLessThan(quarterMs * GROWTH ** 2)
}

/** The first size that is measured. */
const FIRST_SIZE = 1_000
/** What garbage collection, the compiler and the kernel's clock may add to any run, in milliseconds. */
const SLACK_MS = 25

/**
 * Asserts that no doubling of the input, from `from` up to `limit`, costs more than 2.5 times the processor time, and that the largest input
 * takes at most `budgetMs`. Starts small, so that work which isn't linear fails before it takes hours.
 */
export async function expectGrowth<Input>(
  { limit, budgetMs, from = FIRST_SIZE }: { limit: number; budgetMs: number; from?: number | undefined },
  make: (size: number) => Input,
  work: (input: Input) => unknown,
): Promise<void> {
  const doublings = Math.max(2, Math.ceil(Math.log2(limit / from)))
  let half: { size: number; ms: number } | null = null
  for (let left = doublings; left >= 0; left -= 1) {
    const size = Math.round(limit / 2 ** left)
    const ms = await measuredMs(make(size), work)
    if (half !== null && ms > NEGLIGIBLE_MS && ms > half.ms * GROWTH + SLACK_MS) {
      // Compilation and garbage collection fall on any run, so only the best of several is compared.
      const [least, most] = [await fastestMs(make(half.size), work, 0), await fastestMs(make(size), work, 0)]
      expect(Math.min(ms, most), `milliseconds for ${size}, after ${least} for ${half.size}`).toBeLessThan(
        Math.max(NEGLIGIBLE_MS, Math.min(half.ms, least) * GROWTH + SLACK_MS),
      )
    }
    if (ms > budgetMs) expect(await fastestMs(make(size), work, 0), `milliseconds for ${size}`).toBeLessThanOrEqual(budgetMs)
    half = { size, ms }
  }
}

/** The shortest of the runs. One is enough for work that is negligible. */
async function fastestMs<Input>(input: Input, work: (input: Input) => unknown, enoughMs = NEGLIGIBLE_MS / GROWTH ** 2): Promise<number> {
  let fastest = Number.POSITIVE_INFINITY
  for (let repeat = 0; repeat < REPEATS && fastest > enoughMs; repeat++) fastest = Math.min(fastest, await measuredMs(input, work))
  return fastest
}

async function measuredMs<Input>(input: Input, work: (input: Input) => unknown): Promise<number> {
  const before = process.threadCpuUsage()
  await work(input)
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1_000
}
