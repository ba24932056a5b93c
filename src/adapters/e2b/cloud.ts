import { Sandbox, SandboxNotFoundError } from '@e2b/code-interpreter'
import { sandboxFailure } from './sandbox-failure.ts'

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
    await Sandbox.getInfo(id, options)
    return false
  } catch (error) {
    return error instanceof SandboxNotFoundError
  }
}

/** Does something with the cloud itself, and fails with a `Failure` only. */
export async function inCloud<T>(what: string, use: () => Promise<T>): Promise<T> {
  try {
    return await use()
  } catch (error) {
    throw sandboxFailure(what, error)
  }
}
