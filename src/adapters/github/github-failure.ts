import { RequestError } from '@octokit/request-error'
import { Failure, toFailure } from '#src/domain/failures.ts'

/** Runs a call to GitHub and maps its errors to ours. */
export async function asking<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    throw toGitHubFailure(error)
  }
}

/** The same, with `null` for what isn't there. */
export function askingFor<T>(call: () => Promise<T>): Promise<T | null> {
  return asking(async () => {
    try {
      return await call()
    } catch (error) {
      if (error instanceof RequestError && (error.status === 404 || error.status === 410)) return null
      throw error
    }
  })
}

export function hasStatus(error: unknown, status: number): boolean {
  return error instanceof RequestError && error.status === status
}

function toGitHubFailure(error: unknown): Failure {
  if (error instanceof Failure) return error
  if (!(error instanceof RequestError)) {
    // fetch fails with a TypeError where there is no connection, and with a DOMException where its time ran out.
    const unreachable = error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError')
    return unreachable ? new Failure('github-unavailable', 'GitHub could not be reached', { cause: error }) : toFailure(error)
  }
  const { status } = error
  const message = `GitHub answered ${status} to ${error.request.method} ${new URL(error.request.url).pathname}: ${error.message.slice(0, 300)}`
  const retryAfterMs = retryAfter(error)
  const limited = status === 429 || (status === 403 && retryAfterMs !== undefined)
  if (limited) return new Failure('github-unavailable', message, { cause: error, retryAfterMs: retryAfterMs ?? 60_000 })
  if (status >= 500 || status === 408) return new Failure('github-unavailable', message, { cause: error })
  return new Failure('github-refused', message, { cause: error })
}

/** How long GitHub asks us to wait, at most an hour. Source: https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api */
function retryAfter({ response }: RequestError): number | undefined {
  const headers = response?.headers
  if (headers === undefined) return undefined
  const seconds = Number(headers['retry-after'])
  if (Number.isFinite(seconds) && headers['retry-after'] !== undefined) return bounded(seconds * 1_000)
  if (headers['x-ratelimit-remaining'] !== '0') return undefined
  return bounded(Number(headers['x-ratelimit-reset']) * 1_000 - Date.now())
}

function bounded(ms: number): number {
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 1_000), 3_600_000) : 60_000
}
