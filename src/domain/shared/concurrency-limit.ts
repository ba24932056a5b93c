import { Failure } from './failures.ts'

/** Runs a piece of work as soon as there is a place for it. Throws 'cancelled' where `signal` is aborted before. */
export type ConcurrencyLimit = <Result>(work: () => Promise<Result>, signal: AbortSignal) => Promise<Result>

/** Lets so many pieces of work run at once; the others wait in the order in which they came. A place is free once the work has ended, aborted or not. */
export function limitConcurrency(places: number): ConcurrencyLimit {
  let free = places
  const waiting: (() => void)[] = []

  async function place(signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw cancelled()
    if (free > 0) {
      free -= 1
      return
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const leave = (): void => {
      waiting.splice(waiting.indexOf(resolve), 1)
      reject(cancelled())
    }
    waiting.push(resolve)
    signal.addEventListener('abort', leave, { once: true })
    await promise.finally(() => signal.removeEventListener('abort', leave))
  }

  function handOver(): void {
    const next = waiting.shift()
    if (next === undefined) free += 1
    else next()
  }

  return async (work, signal) => {
    await place(signal)
    try {
      return await work()
    } finally {
      handOver()
    }
  }
}

function cancelled(): Failure {
  return new Failure('cancelled', 'Cancelled while it waited for its turn')
}
