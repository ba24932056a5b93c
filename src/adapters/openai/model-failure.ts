import OpenAI from 'openai'
import { Failure } from '#src/domain/failures.ts'

/** The client's errors in our words. */
export function toModelFailure(error: unknown, asked: AbortSignal): Failure {
  if (error instanceof Failure) return error
  if (asked.aborted) return new Failure('cancelled', 'The model call was cancelled', { cause: error })
  if (!(error instanceof OpenAI.APIError) || error.status === undefined) {
    return new Failure('model-unavailable', 'The language model could not be reached, or its stream broke off', { cause: error })
  }
  const retryAfterMs = retryAfter(error.headers)
  const options = { cause: error, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
  // An account without money answers 429 for ever; waiting doesn't help it.
  if (error.status === 402 || error.code === 'insufficient_quota') {
    return new Failure('model-misconfigured', 'The account of the language model is not paid', options)
  }
  if (error.status === 429) return new Failure('model-busy', 'The language model is rate limited', options)
  if (error.status === 408 || error.status === 409 || error.status >= 500) {
    return new Failure('model-unavailable', `The language model answered ${error.status}`, options)
  }
  if (error.status === 401 || error.status === 403 || error.status === 404) {
    return new Failure('model-misconfigured', `The language model answered ${error.status}: key, address or model name is wrong`, options)
  }
  return new Failure(
    'model-refused',
    `The language model refused the request with ${error.status}: ${error.message.slice(0, 300)}`,
    options,
  )
}

/** `retry-after` in milliseconds; it is seconds or a date, and bounded here to ten minutes. */
function retryAfter(headers: Headers | undefined): number | undefined {
  const value = headers?.get('retry-after')
  if (value === null || value === undefined) return undefined
  const ms = /^\d+(?:\.\d+)?$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - Date.now()
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), 600_000) : undefined
}
