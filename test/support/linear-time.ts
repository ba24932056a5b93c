import { expect } from 'vitest'

/** Twice the input may take at most this many times the processor time. A quadratic algorithm takes four times. */
const GROWTH = 2.5
/** Below this, in milliseconds, compilation and garbage collection outweigh the work, so a ratio says nothing. Such work is fast enough. */
const NEGLIGIBLE_MS = 50
const REPEATS = 2
const ROUNDS = 5
/** No neighbor on the same core makes work this many times slower, so such a time is not measured again. */
const HOPELESS = 2

/**
 * Asserts that the time of `work` is linear in the size of its input: four times the size takes less than 2.5 × 2.5 times the time. It
 * measures the processor time of this thread, so that a busy machine changes nothing.
 */
export async function expectLinear<Input>(size: number, make: (size: number) => Input, work: (input: Input) => unknown): Promise<void> {
  let quarterMs = Number.POSITIVE_INFINITY
  let wholeMs = Number.POSITIVE_INFINITY
  // Compilation and garbage collection fall on any run, so the best of several is compared.
  for (let round = 0; round < ROUNDS; round += 1) {
    quarterMs = Math.min(quarterMs, await fastestMs(make(Math.round(size / 4)), work))
    wholeMs = Math.min(wholeMs, await fastestMs(make(size), work))
    if (wholeMs <= Math.max(NEGLIGIBLE_MS, quarterMs * GROWTH ** 2)) return
  }
  expect(wholeMs, `milliseconds after ${quarterMs} for a quarter`).toBeLessThan(quarterMs * GROWTH ** 2)
}

/** The first size that is measured. */
const FIRST_SIZE = 1_000
/** What garbage collection, the compiler and the kernel's clock may add to any run, in milliseconds. */
const SLACK_MS = 40

/**
 * Asserts that four times the input, from `from` up to `limit`, costs at most 2.5 × 2.5 times the processor time, that the last doubling
 * costs at most 2.5 times, and that the largest input takes at most `budgetMs`. Starts small, so that work which isn't linear fails before
 * it takes hours.
 */
export async function expectGrowth<Input>(
  { limit, budgetMs, from = FIRST_SIZE }: { limit: number; budgetMs: number; from?: number | undefined },
  make: (size: number) => Input,
  work: (input: Input) => unknown,
): Promise<void> {
  const steps = Math.max(1, Math.ceil(Math.log2(limit / from) / 2))
  let last: Measured | null = null
  for (let left = steps; left >= 0; left -= 1) {
    const size = Math.round(limit / 4 ** left)
    const now = { size, ms: await measuredMs(make(size), work) }
    if (now.ms > budgetMs) await expectBudget(size, budgetMs, make, work)
    if (last !== null) await expectRatio(last, now, GROWTH ** 2, make, work)
    last = now
  }
  if (last === null || last.ms <= NEGLIGIBLE_MS) return
  const half = Math.round(limit / 2)
  await expectRatio({ size: half, ms: await measuredMs(make(half), work) }, last, GROWTH, make, work)
}

type Measured = { size: number; ms: number }

async function expectBudget<Input>(
  size: number,
  budgetMs: number,
  make: (size: number) => Input,
  work: (input: Input) => unknown,
): Promise<void> {
  let ms = await measuredMs(make(size), work)
  for (let round = 1; round < ROUNDS && ms > budgetMs && ms <= budgetMs * HOPELESS; round += 1)
    ms = Math.min(ms, await measuredMs(make(size), work))
  expect(ms, `milliseconds for ${size}`).toBeLessThanOrEqual(budgetMs)
}

/**
 * Compilation and garbage collection fall on any run, and a neighbor on the same core makes each instruction slower. So before a ratio
 * counts as too high, both sizes are measured in turns, and the best of each is compared. The ratio of a quadratic algorithm stays.
 */
async function expectRatio<Input>(
  less: Measured,
  more: Measured,
  ratio: number,
  make: (size: number) => Input,
  work: (input: Input) => unknown,
): Promise<void> {
  const most = (ms: number): number => Math.max(NEGLIGIBLE_MS, ms * ratio + SLACK_MS)
  let { ms: lessMs } = less
  let { ms: moreMs } = more
  for (let round = 0; round < ROUNDS && moreMs > most(lessMs) && moreMs <= most(lessMs) * HOPELESS; round += 1) {
    lessMs = Math.min(lessMs, await measuredMs(make(less.size), work))
    moreMs = Math.min(moreMs, await measuredMs(make(more.size), work))
  }
  expect(moreMs, `milliseconds for ${more.size}, after ${lessMs} for ${less.size}`).toBeLessThanOrEqual(most(lessMs))
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
