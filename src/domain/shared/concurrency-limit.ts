import { Failure } from './failures.ts'

/** Runs `work` as soon as a slot is free. Fails with 'cancelled' if `signal` is aborted before that. */
export type ConcurrencyLimit = <Result>(work: () => Promise<Result>, signal: AbortSignal) => Promise<Result>

/**
 * Limits how many pieces of work run at once; the others wait in the order in which they arrived. A slot is free when its work has ended,
 * aborted or not.
 */
export function limitConcurrency(slots: number): ConcurrencyLimit {
  let free = slots
  const waiting: (() => void)[] = []

  async function acquire(signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw cancelled()
    if (free > 0) {
      free -= 1
      return
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const onAbort = (): void => {
      waiting.splice(waiting.indexOf(resolve), 1)
      reject(cancelled())
    }
    waiting.push(resolve)
    signal.addEventListener('abort', onAbort, { once: true })
    await promise.finally(() => signal.removeEventListener('abort', onAbort))
  }

  function release(): void {
    const next = waiting.shift()
    if (next === undefined) free += 1
    else next()
  }

  return async (work, signal) => {
    await acquire(signal)
    try {
      return await work()
    } finally {
      release()
    }
  }
}

function cancelled(): Failure {
  return new Failure('cancelled', 'Cancelled while waiting for a free slot')
}
