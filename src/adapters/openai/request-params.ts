import type OpenAI from 'openai'
import type { ChatMessage, CompletionRequest } from '#src/ports/language-model.ts'

type Format = 'schema' | 'json' | 'text'

/** What a request asks for beyond text, where the server can. */
export type RequestedFeatures = { format: Format; pictures: boolean; usage: boolean }

/** The ways of asking for JSON, from the strictest down. */
export const WEAKER_FORMATS: Record<Format, Format | null> = { schema: 'json', json: 'text', text: null }

export function toParams(model: string, request: CompletionRequest, wishes: RequestedFeatures): OpenAI.ChatCompletionCreateParamsStreaming {
  return {
    model,
    messages: request.messages.map((message) => toMessage(message, wishes.pictures)),
    stream: true,
    ...(wishes.usage ? { stream_options: { include_usage: true } } : {}),
    ...formatOf(wishes.format, request),
  }
}

function formatOf(format: Format, { schema }: CompletionRequest): Pick<OpenAI.ChatCompletionCreateParams, 'response_format'> {
  switch (format) {
    case 'schema':
      return { response_format: { type: 'json_schema', json_schema: { name: schema.name, schema: schema.jsonSchema, strict: true } } }
    case 'json':
      return { response_format: { type: 'json_object' } }
    case 'text':
      return {}
  }
}

/** What stands in a picture's place for a model that can't see. */
const UNSEEN = '(There is a picture here. You can’t see pictures, so go by the words alone.)'

function toMessage(message: ChatMessage, pictures: boolean): OpenAI.ChatCompletionMessageParam {
  if (message.role !== 'user') return { role: message.role, content: message.content }
  if (typeof message.content === 'string') return { role: 'user', content: message.content }
  // A server without pictures may know no parts at all.
  if (!pictures) return { role: 'user', content: message.content.map((part) => (part.type === 'text' ? part.text : UNSEEN)).join('\n') }
  return {
    role: 'user',
    content: message.content.map((part) =>
      part.type === 'text'
        ? part
        : { type: 'image_url', image_url: { url: `data:${part.mediaType};base64,${Buffer.from(part.bytes).toString('base64')}` } },
    ),
  }
}
