import type OpenAI from 'openai'
import type { ChatMessage, CompletionRequest } from '#src/ports/language-model.ts'

type Format = 'schema' | 'json' | 'text'

/** Features that a request uses beyond plain text, if the server supports them. */
export type RequestedFeatures = { format: Format; pictures: boolean; usage: boolean }

/** The ways to ask for JSON, from the strictest down. */
export const WEAKER_FORMATS: Record<Format, Format | null> = { schema: 'json', json: 'text', text: null }

export function toParams(
  model: string,
  request: CompletionRequest,
  features: RequestedFeatures,
): OpenAI.ChatCompletionCreateParamsStreaming {
  return {
    model,
    messages: request.messages.map((message) => toMessage(message, features.pictures)),
    stream: true,
    ...(features.usage ? { stream_options: { include_usage: true } } : {}),
    ...formatOf(features.format, request),
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

/** Replaces an image for a model that can't view images. */
const OMITTED_PICTURE = '(Picture omitted: you can’t view pictures. Use the text only.)'

function toMessage(message: ChatMessage, pictures: boolean): OpenAI.ChatCompletionMessageParam {
  if (message.role !== 'user') return { role: message.role, content: message.content }
  if (typeof message.content === 'string') return { role: 'user', content: message.content }
  // A server without image support may reject content parts altogether.
  if (!pictures)
    return { role: 'user', content: message.content.map((part) => (part.type === 'text' ? part.text : OMITTED_PICTURE)).join('\n') }
  return {
    role: 'user',
    content: message.content.map((part) =>
      part.type === 'text'
        ? part
        : { type: 'image_url', image_url: { url: `data:${part.mediaType};base64,${Buffer.from(part.bytes).toString('base64')}` } },
    ),
  }
}
