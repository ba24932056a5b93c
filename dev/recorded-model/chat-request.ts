import { z } from 'zod'

const partSchema = z.looseObject({ type: z.string(), text: z.string().optional() })

const messageSchema = z.looseObject({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']),
  content: z.union([z.string(), z.array(partSchema)]).nullish(),
})

/** What is read of a chat completion request; all else that clients send is let through and has no effect. */
export const chatRequestSchema = z.looseObject({
  model: z.string().min(1),
  messages: z.array(messageSchema).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
})

export type ChatRequest = z.infer<typeof chatRequestSchema>
export type RequestMessage = z.infer<typeof messageSchema>

/** The texts of a message, one a part; pictures have none. */
export function textsOf(message: RequestMessage): string[] {
  if (typeof message.content === 'string') return [message.content]
  return (message.content ?? []).flatMap((part) => part.text ?? [])
}
