import { z } from 'zod'
import { observationsMessage } from './prompts.ts'
import type { StepRecord } from '../projects/records.ts'

/** The messages of a model call as they are stored: a picture is an artifact key. */
const partSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('picture'), key: z.string(), mediaType: z.string() }),
])
const messageSchema = z.discriminatedUnion('role', [
  z.object({ role: z.enum(['system', 'assistant']), content: z.string() }),
  z.object({ role: z.literal('user'), content: z.union([z.string(), z.array(partSchema)]) }),
])
export const transcriptSchema = z.array(messageSchema)

export type TranscriptMessage = z.infer<typeof messageSchema>
type PicturePart = Extract<z.infer<typeof partSchema>, { type: 'picture' }>

/** How much of an unreadable answer is kept, in characters; the answer may be of any length. */
const UNREADABLE_SHOWN = 2_000

/** A step as later calls see it: the model's answer, then its observations. The same row always gives the same bytes. */
export function stepMessages(step: Pick<StepRecord, 'answer' | 'toolCalls' | 'observations'>): TranscriptMessage[] {
  const pictures = step.observations.flatMap(({ picture }): PicturePart[] =>
    typeof picture === 'string' ? [{ type: 'picture', key: picture, mediaType: 'image/png' }] : [],
  )
  const seen = step.observations.map(({ picture: _key, ms: _time, ...rest }) => rest as (typeof step.observations)[number])
  const answer = step.toolCalls.length > 0 ? step.answer : step.answer.slice(0, UNREADABLE_SHOWN).toWellFormed()
  return [
    // Some servers reject an empty message.
    { role: 'assistant', content: answer.trim() === '' ? '(an empty answer)' : answer },
    // Pictures come first, in their own message, so that the observations stay plain JSON.
    ...(pictures.length === 0 ? [] : [{ role: 'user' as const, content: pictures }]),
    { role: 'user', content: observationsMessage(seen) },
  ]
}

/** English and code have three to four characters per token, so this overestimates. */
const CHARACTERS_PER_TOKEN = 3
const PICTURE_TOKENS = 1_500
const MESSAGE_TOKENS = 5

/** Estimates the tokens of messages without a tokenizer, rather too high than too low. */
export function estimateTokens(messages: readonly TranscriptMessage[]): number {
  return messages.reduce((sum, { content }) => sum + MESSAGE_TOKENS + contentTokens(content), 0)
}

function contentTokens(content: TranscriptMessage['content']): number {
  if (typeof content === 'string') return Math.ceil(content.length / CHARACTERS_PER_TOKEN)
  return content.reduce((sum, part) => sum + (part.type === 'text' ? contentTokens(part.text) : PICTURE_TOKENS), 0)
}
