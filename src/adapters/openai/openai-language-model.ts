import OpenAI from 'openai'
import type { CompletionRequest, LanguageModel } from '#src/ports/language-model.ts'
import { boundedFetch } from './bounded-fetch.ts'
import { isOverfull, toModelFailure } from './model-failure.ts'
import { readAnswer } from './read-answer.ts'
import { toParams, WEAKER_FORMATS } from './request-params.ts'
import type { RequestedFeatures } from './request-params.ts'

export type ModelSettings = {
  apiKey: string
  baseUrl: string
  model: string
  /** Aborts a stream that sends nothing for this long, in milliseconds. Reasoning models may be silent for a while. */
  silenceMs?: number
  /** Aborts a stream that goes on for this long, in milliseconds. */
  answerMs?: number
  /** Maximum size of a stream. */
  answerBytes?: number
}

const SILENCE_MS = 60_000
/** Less than the activity's ten minutes. */
const ANSWER_MS = 9 * 60_000
/** A stream takes some hundred bytes for each word, also for those of the model's reasoning. */
const ANSWER_BYTES = 64 * 1024 * 1024
const ALL: RequestedFeatures = { format: 'schema', pictures: true, usage: true }

/**
 * Works with any server that implements OpenAI's chat completions. Retries are the workflow's, not the client's. If a server rejects a
 * feature for a model (JSON schema, images, usage), the call is repeated without it at once. If that call succeeds, the feature stays off
 * for this model.
 */
export function createLanguageModel({
  apiKey,
  baseUrl,
  model,
  silenceMs = SILENCE_MS,
  answerMs = ANSWER_MS,
  answerBytes = ANSWER_BYTES,
}: ModelSettings): LanguageModel {
  const client = new OpenAI({
    apiKey,
    baseURL: baseUrl,
    maxRetries: 0,
    timeout: silenceMs,
    logLevel: 'off',
    fetch: boundedFetch(answerBytes),
  })
  const known = new Map<string, RequestedFeatures>()
  return {
    name: model,
    async complete(request) {
      const name = request.model ?? model
      const agreed = known.get(name) ?? ALL
      const answeredBefore = known.has(name)
      let features = agreed
      let acceptsPictures = agreed.pictures
      for (;;) {
        try {
          const answer = await readAnswer(client, toParams(name, request, features), request, { silenceMs, answerMs })
          known.set(name, { ...features, pictures: acceptsPictures })
          return { ...answer, withoutPictures: !features.pictures && hasPictures(request) }
        } catch (error) {
          const fewer = fewerFeatures(features, error, request, answeredBefore)
          if (fewer === null) throw toModelFailure(error, request.signal)
          // One image that can't be read doesn't mean that the model can't read the next one.
          if (features.pictures && !fewer.pictures) acceptsPictures = !isBlind(error)
          features = fewer
        }
      }
    },
  }
}

const ABOUT_PICTURES = /image|vision|multi-?modal|content[ _-]?(?:type|part)|messages.{0,20}content.{0,40}string/i
/** Phrases by which servers say that the model accepts no images at all. */
const NO_PICTURES =
  /support|no endpoints|(?:unknown|invalid|unexpected).{0,40}(?:type|part|image_url)|(?:must|should|expected).{0,40}string|multi-?modal|vision|mmproj/i
/** Phrases by which servers say that they reject this particular image. */
const THIS_ONE = /unsupported image|image (?:format|data|file)|corrupt|exceed|too (?:large|big|many)|(?:process|read|decode|download)/i

function isBlind(error: unknown): boolean {
  return error instanceof OpenAI.APIError && error.status !== 413 && NO_PICTURES.test(error.message) && !THIS_ONE.test(error.message)
}

function hasPictures({ messages }: CompletionRequest): boolean {
  return messages.some(({ content }) => typeof content !== 'string' && content.some(({ type }) => type === 'image'))
}

/**
 * Returns the features to request after a refusal, or `null` if requesting fewer won't help. Each server words its refusals differently.
 */
function fewerFeatures(
  features: RequestedFeatures,
  error: unknown,
  request: CompletionRequest,
  answeredBefore: boolean,
): RequestedFeatures | null {
  if (!(error instanceof OpenAI.APIError) || error.status === undefined) return null
  const { status, message } = error
  const withPictures = features.pictures && hasPictures(request)
  if (status === 413 && withPictures) return { ...features, pictures: false }
  if (isOverfull(error)) return null
  if (status < 400 || [401, 402, 403, 408, 409, 429].includes(status)) return null
  if (withPictures && ABOUT_PICTURES.test(message)) return { ...features, pictures: false }
  if (status !== 400 && status !== 422) return null
  if (features.usage && /stream_options|include_usage/i.test(message)) return { ...features, usage: false }
  const format = WEAKER_FORMATS[features.format]
  // If the server has accepted this format before, the refusal has another cause, unless its message names the format.
  const isMeant = !answeredBefore || /response_format|json_schema|json_object|schema/i.test(message)
  return format !== null && isMeant ? { ...features, format } : null
}
