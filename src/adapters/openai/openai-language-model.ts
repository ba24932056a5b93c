import OpenAI from 'openai'
import type { CompletionRequest, LanguageModel } from '#src/ports/language-model.ts'
import { isOverfull, toModelFailure } from './model-failure.ts'
import { readAnswer } from './read-answer.ts'
import { toParams, WEAKER_FORMATS } from './request-params.ts'
import type { RequestedFeatures } from './request-params.ts'

export type ModelSettings = {
  apiKey: string
  baseUrl: string
  model: string
  /** A stream that brings nothing for so long is cut; models that think may be silent for a while. */
  silenceMs?: number
}

const SILENCE_MS = 60_000
const ALL: RequestedFeatures = { format: 'schema', pictures: true, usage: true }

/**
 * Any server that speaks OpenAI's chat completions. Retries are the workflow's, not the client's.
 * What a server refuses of a model (a schema, pictures, the usage) is left out at once, and once an answer came without it, for good.
 */
export function createLanguageModel({ apiKey, baseUrl, model, silenceMs = SILENCE_MS }: ModelSettings): LanguageModel {
  const client = new OpenAI({ apiKey, baseURL: baseUrl, maxRetries: 0, timeout: silenceMs, logLevel: 'off' })
  const known = new Map<string, RequestedFeatures>()
  return {
    name: model,
    async complete(request) {
      const name = request.model ?? model
      const agreed = known.get(name) ?? ALL
      const answeredBefore = known.has(name)
      let wishes = agreed
      let sees = agreed.pictures
      for (;;) {
        try {
          const answer = await readAnswer(client, toParams(name, request, wishes), request, silenceMs)
          known.set(name, { ...wishes, pictures: sees })
          return { ...answer, withoutPictures: !wishes.pictures && hasPictures(request) }
        } catch (error) {
          const fewer = fewerWishes(wishes, error, request, answeredBefore)
          if (fewer === null) throw toModelFailure(error, request.signal)
          // One picture that can't be read says nothing of the next one.
          if (wishes.pictures && !fewer.pictures) sees = !isBlind(error)
          wishes = fewer
        }
      }
    },
  }
}

const ABOUT_PICTURES = /image|vision|multi-?modal|content[ _-]?(?:type|part)|messages.{0,20}content.{0,40}string/i
/** Words by which servers say that no picture at all will do. */
const CANT_SEE =
  /support|no endpoints|(?:unknown|invalid|unexpected).{0,40}(?:type|part|image_url)|(?:must|should|expected).{0,40}string|multi-?modal|vision|mmproj/i
/** And by which they say that it was this one. */
const THIS_ONE = /unsupported image|image (?:format|data|file)|corrupt|exceed|too (?:large|big|many)|(?:process|read|decode|download)/i

function isBlind(error: unknown): boolean {
  return error instanceof OpenAI.APIError && error.status !== 413 && CANT_SEE.test(error.message) && !THIS_ONE.test(error.message)
}

function hasPictures({ messages }: CompletionRequest): boolean {
  return messages.some(({ content }) => typeof content !== 'string' && content.some(({ type }) => type === 'image'))
}

/** What to ask for after a refusal; `null` where asking for less won't help. Each server has words of its own for it. */
function fewerWishes(
  wishes: RequestedFeatures,
  error: unknown,
  request: CompletionRequest,
  answeredBefore: boolean,
): RequestedFeatures | null {
  if (!(error instanceof OpenAI.APIError) || error.status === undefined) return null
  const { status, message } = error
  const withPictures = wishes.pictures && hasPictures(request)
  if (status === 413 && withPictures) return { ...wishes, pictures: false }
  if (isOverfull(error)) return null
  if (status < 400 || [401, 402, 403, 408, 409, 429].includes(status)) return null
  if (withPictures && ABOUT_PICTURES.test(message)) return { ...wishes, pictures: false }
  if (status !== 400 && status !== 422) return null
  if (wishes.usage && /stream_options|include_usage/i.test(message)) return { ...wishes, usage: false }
  const format = WEAKER_FORMATS[wishes.format]
  // A server that has answered so before means something else, unless it says so.
  const isMeant = !answeredBefore || /response_format|json_schema|json_object|schema/i.test(message)
  return format !== null && isMeant ? { ...wishes, format } : null
}
