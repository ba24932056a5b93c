import { z } from 'zod'
import { observationsMessage } from './prompts.ts'
import type { StepRecord } from '../projects/records.ts'

/** The messages of a model call as they are kept: a picture is an artifact's key. */
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

/** What an answer that could not be read shows of itself, in characters; it may be of any length. */
const UNREADABLE_SHOWN = 2_000

/** A step as later calls see it: the model's own words, and what came back. The same row gives the same bytes. */
export function stepMessages(step: Pick<StepRecord, 'answer' | 'toolCalls' | 'observations'>): TranscriptMessage[] {
  const pictures = step.observations.flatMap(({ picture }): PicturePart[] =>
    typeof picture === 'string' ? [{ type: 'picture', key: picture, mediaType: 'image/png' }] : [],
  )
  const seen = step.observations.map(({ picture: _key, ms: _time, ...rest }) => rest as (typeof step.observations)[number])
  const answer = step.toolCalls.length > 0 ? step.answer : step.answer.slice(0, UNREADABLE_SHOWN).toWellFormed()
  return [
    // Some servers refuse an empty message.
    { role: 'assistant', content: answer.trim() === '' ? '(an empty answer)' : answer },
    // Pictures go ahead in a message of their own, so that the observations stay plain JSON.
    ...(pictures.length === 0 ? [] : [{ role: 'user' as const, content: pictures }]),
    { role: 'user', content: observationsMessage(seen) },
  ]
}

/** Characters that make a token: English and code have three to four, so this counts rather too many. */
const CHARACTERS_PER_TOKEN = 3
const PICTURE_TOKENS = 1_500
const MESSAGE_TOKENS = 5

/** What messages may take, in tokens, without a tokenizer: an estimate on the safe side. */
export function estimateTokens(messages: readonly TranscriptMessage[]): number {
  return messages.reduce((sum, { content }) => sum + MESSAGE_TOKENS + contentTokens(content), 0)
}

function contentTokens(content: TranscriptMessage['content']): number {
  if (typeof content === 'string') return Math.ceil(content.length / CHARACTERS_PER_TOKEN)
  return content.reduce((sum, part) => sum + (part.type === 'text' ? contentTokens(part.text) : PICTURE_TOKENS), 0)
}
