import { GraphqlResponseError } from '@octokit/graphql'
import { RequestError } from '@octokit/request-error'
import { z } from 'zod'
import { Failure, toFailure } from '#src/domain/shared/failures.ts'

/** Runs a call to GitHub and maps its errors to ours. `signal` is the signal that was passed to the call. */
export async function callGitHub<T>(call: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (signal?.aborted === true) throw new Failure('cancelled', 'The request to GitHub was cancelled', { cause: error })
    throw toGitHubFailure(error)
  }
}

/** Like `callGitHub`, but returns `null` if the resource doesn't exist. */
export function callGitHubOrNull<T>(call: () => Promise<T>): Promise<T | null> {
  return callGitHub(() => orMissing(call))
}

/** Returns `null` on 404 and 410. A refused access token also gives 404, but that stays an error. */
export async function orMissing<T>(call: () => Promise<T>): Promise<T | null> {
  try {
    return await call()
  } catch (error) {
    const missing = hasStatus(error, 404) || hasStatus(error, 410)
    if (missing && !error.request.url.endsWith('/access_tokens')) return null
    throw error
  }
}

export function hasStatus(error: unknown, status: number): error is RequestError {
  return error instanceof RequestError && error.status === status
}

function toGitHubFailure(error: unknown): Failure {
  if (error instanceof Failure) return error
  if (error instanceof GraphqlResponseError) return toGraphqlFailure(error)
  if (!(error instanceof RequestError)) {
    // An interrupted body gives a TypeError, a timeout a DOMException.
    const unreachable = error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError')
    return unreachable ? new Failure('github-unavailable', 'GitHub could not be reached', { cause: error }) : toFailure(error)
  }
  const { status } = error
  const message = `GitHub answered ${status} to ${error.request.method} ${new URL(error.request.url).pathname}: ${error.message.slice(0, 300)}`
  const retryAfterMs = retryAfter(error.response?.headers) ?? (namesRateLimit(error) ? A_MINUTE : undefined)
  if (status === 429 || (status === 403 && retryAfterMs !== undefined)) {
    return new Failure('github-unavailable', message, { cause: error, retryAfterMs: retryAfterMs ?? A_MINUTE })
  }
  return new Failure(status >= 500 || status === 408 ? 'github-unavailable' : 'github-refused', message, { cause: error })
}

/** GraphQL answers 200 and lists errors by type; their messages are for people. An error without a type is an internal error of GitHub. */
function toGraphqlFailure(error: GraphqlResponseError<unknown>): Failure {
  const types = (error.errors ?? []).map((each): string | undefined => each.type)
  const message = `GitHub’s GraphQL answered: ${error.message.slice(0, 300)}`
  if (types.includes('STALE_DATA')) return new Failure('branch-moved', 'The branch head is not the expected commit', { cause: error })
  if (types.includes('NOT_FOUND')) return new Failure('branch-gone', 'The branch no longer exists', { cause: error })
  if (types.includes('RATE_LIMITED')) {
    return new Failure('github-unavailable', message, { cause: error, retryAfterMs: retryAfter(error.headers) ?? A_MINUTE })
  }
  return new Failure(types.every((type) => type === undefined) ? 'github-unavailable' : 'github-refused', message, { cause: error })
}

const A_MINUTE = 60_000
const documented = z.object({ documentation_url: z.string() })

/** Responses for secondary rate limits sometimes have no rate-limit headers. Then only their documentation URL identifies them. */
function namesRateLimit({ response }: RequestError): boolean {
  return /rate-limit|abuse/.test(documented.safeParse(response?.data).data?.documentation_url ?? '')
}

/**
 * How long GitHub asks us to wait, in milliseconds, at most an hour. Source:
 * https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api
 */
function retryAfter(headers: Record<string, string | number | undefined> | undefined): number | undefined {
  if (headers === undefined) return undefined
  const seconds = headers['retry-after']
  if (seconds !== undefined) return bounded(Number(seconds) * 1_000)
  if (String(headers['x-ratelimit-remaining']) !== '0') return undefined
  return bounded(Number(headers['x-ratelimit-reset']) * 1_000 - Date.now())
}

function bounded(ms: number): number {
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 1_000), 3_600_000) : A_MINUTE
}
