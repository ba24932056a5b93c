import { z } from 'zod'

const partSchema = z.looseObject({ type: z.string(), text: z.string().optional() })

const messageSchema = z.looseObject({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']),
  content: z.union([z.string(), z.array(partSchema)]).nullish(),
})

/** The fields of a chat completion request that matter here; all others are ignored. */
export const chatRequestSchema = z.looseObject({
  model: z.string().min(1),
  messages: z.array(messageSchema).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
})

export type ChatRequest = z.infer<typeof chatRequestSchema>
export type RequestMessage = z.infer<typeof messageSchema>

/** The text parts of a message, without its pictures. */
export function textsOf(message: RequestMessage): string[] {
  if (typeof message.content === 'string') return [message.content]
  return (message.content ?? []).flatMap((part) => part.text ?? [])
}
