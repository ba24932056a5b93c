import OpenAI from 'openai'
import { Failure } from '#src/domain/shared/failures.ts'

/** Maps the client's errors to ours. */
export function toModelFailure(error: unknown, callerSignal: AbortSignal): Failure {
  if (error instanceof Failure) return error
  if (callerSignal.aborted) return new Failure('cancelled', 'The model call was cancelled', { cause: error })
  if (isOverfull(error)) return new Failure('model-overfull', 'The request is longer than the language model’s context', { cause: error })
  if (!(error instanceof OpenAI.APIError) || error.status === undefined) {
    return new Failure('model-unavailable', 'The language model could not be reached, or its stream broke off', { cause: error })
  }
  const retryAfterMs = retryAfter(error.headers)
  const options = { cause: error, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
  // An account without credit answers 429 forever, so waiting doesn't help.
  if (error.status === 402 || error.code === 'insufficient_quota') {
    return new Failure('model-misconfigured', 'The account at the language model’s provider has no credit', options)
  }
  if (error.status === 429) return new Failure('model-busy', 'The language model is rate limited', options)
  if (error.status === 408 || error.status === 409 || error.status >= 500) {
    return new Failure('model-unavailable', `The language model answered ${error.status}`, options)
  }
  if (error.status === 401 || error.status === 403 || error.status === 404) {
    return new Failure(
      'model-misconfigured',
      `The language model answered ${error.status}: the API key, the address or the model name is wrong`,
      options,
    )
  }
  return new Failure(
    'model-refused',
    `The language model refused the request with ${error.status}: ${error.message.slice(0, 300)}`,
    options,
  )
}

/** Each server words this error differently. A status of 413 needs no matching text. */
const OVERFULL =
  /context.{0,20}(?:length|window|size)|maximum context|(?:prompt|input|request).{0,40}too (?:long|large)|too many (?:input )?tokens|exceed.{0,40}(?:context|tokens)/i

/** True if the server reports that the request exceeds the model's context, by its status or in the middle of its stream. */
export function isOverfull(error: unknown): boolean {
  if (!(error instanceof OpenAI.APIError)) return false
  const { status, code, message } = error
  if (status === 413 || code === 'context_length_exceeded') return true
  return [undefined, 400, 422, 500].includes(status) && OVERFULL.test(message)
}

/** Reads `retry-after-ms`, or `retry-after` (seconds or a date). In milliseconds, at most ten minutes. */
function retryAfter(headers: Headers | undefined): number | undefined {
  const ms = headers?.get('retry-after-ms') ?? null
  const after = headers?.get('retry-after') ?? null
  return boundedMs(ms, 1) ?? boundedMs(after, 1_000) ?? (after === null ? undefined : bounded(Date.parse(after) - Date.now()))
}

function boundedMs(value: string | null, unitMs: number): number | undefined {
  return value !== null && /^\d+(?:\.\d+)?$/.test(value) ? bounded(Number(value) * unitMs) : undefined
}

function bounded(ms: number): number | undefined {
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), 600_000) : undefined
}
