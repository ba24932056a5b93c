import { Failure } from '#src/domain/failures.ts'

/** Lets so many pieces of work run at once; the others wait in the order in which they came, and may be cancelled meanwhile. */
export function createTurns(atOnce: number): <Result>(work: () => Promise<Result>, signal: AbortSignal) => Promise<Result> {
  let running = 0
  let waiting: (() => void)[] = []
  return async (work, signal) => {
    for (;;) {
      if (running < atOnce) break
      if (signal.aborted) throw new Failure('cancelled', 'Cancelled before the packages were installed')
      const { promise, resolve } = Promise.withResolvers<void>()
      waiting.push(resolve)
      signal.addEventListener('abort', () => resolve(), { once: true })
      await promise
    }
    running += 1
    try {
      return await work()
    } finally {
      running -= 1
      const woken = waiting
      waiting = []
      for (const wake of woken) wake()
    }
  }
}
