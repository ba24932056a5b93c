import { Sandbox, SandboxNotFoundError } from '@e2b/code-interpreter'
import { e2bFailure } from './e2b-failure.ts'

/** Address and credentials of E2B. */
export type CloudOptions = {
  apiKey: string
  /** `null`: E2B's own cloud. */
  apiUrl: string | null
  sandboxUrl: string | null
}

/** Options for every call of the SDK. They override what the SDK reads from the environment. */
export function connection({ apiKey, apiUrl, sandboxUrl }: CloudOptions, requestTimeoutMs: number) {
  return {
    ...{ apiKey, requestTimeoutMs, debug: false },
    ...(apiUrl === null ? {} : { apiUrl }),
    ...(sandboxUrl === null ? {} : { sandboxUrl }),
  }
}

export type Connection = ReturnType<typeof connection>

/** True only if the cloud says that the sandbox doesn't exist. If the check itself fails, callers report their original error. */
export async function isGone(id: string, options: Connection): Promise<boolean> {
  try {
    await inTime(() => Sandbox.getInfo(id, options), options)
    return false
  } catch (error) {
    return error instanceof SandboxNotFoundError
  }
}

/** Runs a call to E2B's cloud and fails only with a `Failure`. */
export async function inCloud<T>(what: string, options: Connection, use: () => Promise<T>): Promise<T> {
  try {
    return await inTime(use, options)
  } catch (error) {
    throw e2bFailure(what, error)
  }
}

/** The SDK tries some requests twice. */
const TRIES = 2

/**
 * The SDK implements its timeout with a signal that nothing references while a request waits. Once the signal is garbage collected, the
 * request waits forever. So we add a timer of our own.
 */
async function inTime<T>(use: () => Promise<T>, { requestTimeoutMs }: Connection): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const clock = setTimeout(() => reject(new Error('E2B did not answer in time')), TRIES * requestTimeoutMs)
  try {
    return await Promise.race([use(), promise])
  } finally {
    clearTimeout(clock)
  }
}
