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

/** The shortest of the runs. One is enough for work that is negligible. */
async function fastestMs<Input>(input: Input, work: (input: Input) => unknown): Promise<number> {
  let fastest = Number.POSITIVE_INFINITY
  for (let repeat = 0; repeat < REPEATS && fastest > NEGLIGIBLE_MS / GROWTH ** 2; repeat++) {
    const before = process.threadCpuUsage()
    await work(input)
    const { user, system } = process.threadCpuUsage(before)
    fastest = Math.min(fastest, (user + system) / 1_000)
  }
  return fastest
}
