import OpenAI from 'openai'
import { Failure } from '#src/domain/failures.ts'
import type { ChatMessage, CompletionRequest, LanguageModel, ModelAnswer } from '#src/ports/language-model.ts'
import { toModelFailure } from './model-failure.ts'

export type ModelSettings = { apiKey: string; baseUrl: string; model: string }

/** The ways of asking for JSON, the strictest first; what a server refuses is not tried again. */
const MODES = ['schema', 'json', 'text'] as const
type Mode = (typeof MODES)[number]

/** A stream without a token for so long is cut. */
const SILENCE_MS = 60_000
/** The longest answer that is read, in characters. */
const ANSWER_CHARACTERS = 400_000

/** Any server that speaks OpenAI's chat completions. Retries are the workflow's, not the client's. */
export function createLanguageModel(settings: ModelSettings): LanguageModel {
  const client = new OpenAI({ apiKey: settings.apiKey, baseURL: settings.baseUrl, maxRetries: 0, timeout: SILENCE_MS })
  let mode: Mode = 'schema'
  let seesPictures = true
  return {
    name: settings.model,
    async complete(request) {
      for (;;) {
        try {
          return await stream(client, settings.model, mode, seesPictures, request)
        } catch (error) {
          const weaker = MODES[MODES.indexOf(mode) + 1]
          if (seesPictures && refuses(error, /image/i) && request.messages.some(({ content }) => typeof content !== 'string'))
            seesPictures = false
          else if (weaker !== undefined && refuses(error, /response_format|json_schema|json_object|schema/i)) mode = weaker
          else throw toModelFailure(error, request.signal)
        }
      }
    },
  }
}

/** A 400 or 422 that names what it can't do. */
function refuses(error: unknown, what: RegExp): boolean {
  return error instanceof OpenAI.APIError && (error.status === 400 || error.status === 422) && what.test(error.message)
}

async function stream(client: OpenAI, model: string, mode: Mode, seesPictures: boolean, request: CompletionRequest): Promise<ModelAnswer> {
  const silence = new AbortController()
  const signal = AbortSignal.any([request.signal, silence.signal])
  let timer = setTimeout(() => silence.abort(), SILENCE_MS)
  const answer: ModelAnswer = { text: '', model, promptTokens: 0, completionTokens: 0, cut: false }
  try {
    const chunks = await client.chat.completions.create(
      {
        model,
        messages: request.messages.flatMap((message) => toParam(message, seesPictures)),
        stream: true,
        stream_options: { include_usage: true },
        ...formatOf(mode, request),
      },
      { signal },
    )
    for await (const chunk of chunks) {
      clearTimeout(timer)
      timer = setTimeout(() => silence.abort(), SILENCE_MS)
      const choice = chunk.choices[0]
      if (choice?.delta.refusal) throw new Failure('model-refused', 'The model refused to answer')
      answer.text += choice?.delta.content ?? ''
      answer.cut ||= choice?.finish_reason === 'length'
      if (choice?.finish_reason === 'content_filter') throw new Failure('model-refused', 'A content filter stopped the answer')
      if (chunk.model) answer.model = chunk.model
      answer.promptTokens = chunk.usage?.prompt_tokens ?? answer.promptTokens
      answer.completionTokens = chunk.usage?.completion_tokens ?? answer.completionTokens
      request.onProgress?.(answer.text.length)
      if (answer.text.length > ANSWER_CHARACTERS) {
        answer.cut = true
        break
      }
    }
  } finally {
    clearTimeout(timer)
  }
  // An aborted stream ends quietly in the client; that is no answer.
  signal.throwIfAborted()
  return answer
}

function formatOf(mode: Mode, { schema }: CompletionRequest): Pick<OpenAI.ChatCompletionCreateParams, 'response_format'> {
  switch (mode) {
    case 'schema':
      return { response_format: { type: 'json_schema', json_schema: { name: schema.name, schema: schema.jsonSchema, strict: true } } }
    case 'json':
      return { response_format: { type: 'json_object' } }
    case 'text':
      return {}
  }
}

function toParam(message: ChatMessage, seesPictures: boolean): OpenAI.ChatCompletionMessageParam[] {
  if (message.role !== 'user') return [{ role: message.role, content: message.content }]
  if (typeof message.content === 'string') return [{ role: 'user', content: message.content }]
  const parts = message.content.filter((part) => part.type === 'text' || seesPictures)
  if (parts.length === 0) return []
  return [
    {
      role: 'user',
      content: parts.map((part) =>
        part.type === 'text'
          ? part
          : { type: 'image_url', image_url: { url: `data:${part.mediaType};base64,${Buffer.from(part.bytes).toString('base64')}` } },
      ),
    },
  ]
}
