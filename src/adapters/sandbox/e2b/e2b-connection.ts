import { Sandbox, SandboxNotFoundError } from '@e2b/code-interpreter'
import { e2bFailure } from './e2b-failure.ts'

/** Where E2B is, and who we are there. */
export type CloudOptions = {
  apiKey: string
  /** `null`: E2B's own cloud. */
  apiUrl: string | null
  sandboxUrl: string | null
}

/** What every call of the SDK is given. Whatever else the environment says to the SDK doesn't count. */
export function connection({ apiKey, apiUrl, sandboxUrl }: CloudOptions, requestTimeoutMs: number) {
  return {
    ...{ apiKey, requestTimeoutMs, debug: false },
    ...(apiUrl === null ? {} : { apiUrl }),
    ...(sandboxUrl === null ? {} : { sandboxUrl }),
  }
}

export type Connection = ReturnType<typeof connection>

/** True only where the cloud says that there is no such sandbox; where it says nothing, the first error counts. */
export async function isGone(id: string, options: Connection): Promise<boolean> {
  try {
    await inTime(() => Sandbox.getInfo(id, options), options)
    return false
  } catch (error) {
    return error instanceof SandboxNotFoundError
  }
}

/** Does something with the cloud itself, and fails with a `Failure` only. */
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
 * The SDK's own time limit is a signal that nothing holds on to while a request waits: once it is collected as garbage the request waits
 * for ever. So there is a clock of ours beside it.
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
