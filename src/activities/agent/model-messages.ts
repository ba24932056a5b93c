import { compactTranscript } from '#src/domain/agent/compact-transcript.ts'
import { instructionsMessage } from '#src/domain/agent/prompts.ts'
import type { StepRecord } from '#src/domain/projects/records.ts'
import { estimateTokens, stepMessages, transcriptSchema } from '#src/domain/agent/transcript.ts'
import type { TranscriptMessage } from '#src/domain/agent/transcript.ts'
import type { ChatMessage } from '#src/ports/language-model.ts'
import type { Instruction } from '#src/ports/projects.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import type { FirstMessages } from './first-messages.ts'

/** `prefix`: the artifact of all messages, where they had to be shortened for this call. */
export type ModelMessages = { messages: readonly TranscriptMessage[]; prefix: string | null }

/** Room for the model's answer: a quarter of the window, and so many tokens at most. */
const ANSWER_TOKENS = 16_000
/** How far what the server counted corrects our estimate. */
const CORRECTION = { least: 0.7, most: 4 }
/** What is left where a server says that even what should have fitted is too long. */
const PRESSED = 0.5

/**
 * The messages of the next call. They grow by each step, byte for byte, until they would not fit: then older ones are shortened, once,
 * and what came of it is kept as the beginning of this call and all later ones. `pressed`: the server would not take them.
 */
export async function modelMessages(
  ports: ActivityPorts,
  opening: FirstMessages,
  steps: readonly StepRecord[],
  { pressed, said }: { pressed: boolean; said: readonly Instruction[] },
): Promise<ModelMessages> {
  const shortened = steps.findLast(({ prefix }) => prefix !== null)
  const start = shortened?.prefix ? await readMessages(ports, shortened.prefix) : opening.messages
  const heardBy = (number: number): TranscriptMessage[] => {
    const heard = said.filter(({ step }) => step === number)
    return heard.length === 0 ? [] : [{ role: 'user', content: instructionsMessage(heard) }]
  }
  const since = [
    // What was shortened has it.
    shortened === undefined ? heardBy(1) : [],
    ...steps.filter(({ number }) => number >= (shortened?.number ?? 0)).map((step) => [...stepMessages(step), ...heardBy(step.number + 1)]),
  ]
  const whole = [...start, ...since.flat()]
  const { contextTokens } = ports.rules
  const room = contextTokens - Math.min(ANSWER_TOKENS, contextTokens / 4)
  const limitTokens = room / correction(steps.at(-1), [...start, ...since.slice(0, -1).flat()])
  const messages = compactTranscript(whole, {
    fixed: opening.messages.length,
    limitTokens: pressed ? Math.min(limitTokens, estimateTokens(whole)) * PRESSED : limitTokens,
  })
  if (messages === whole) return { messages, prefix: null }
  return { messages, prefix: await ports.artifacts.put(new TextEncoder().encode(JSON.stringify(messages))) }
}

/** How many tokens the server counted for one of ours, by its last call. */
function correction(last: StepRecord | undefined, messages: readonly TranscriptMessage[]): number {
  if (last === undefined || last.promptTokens === 0) return 1
  return Math.min(CORRECTION.most, Math.max(CORRECTION.least, last.promptTokens / estimateTokens(messages)))
}

async function readMessages(ports: ActivityPorts, key: string): Promise<TranscriptMessage[]> {
  return transcriptSchema.parse(JSON.parse(new TextDecoder().decode(await ports.artifacts.get(key))))
}

/** The same with its pictures. */
export function withPictures(ports: ActivityPorts, messages: readonly TranscriptMessage[]): Promise<ChatMessage[]> {
  return Promise.all(
    messages.map(async (message): Promise<ChatMessage> => {
      if (message.role !== 'user') return message
      const { role, content } = message
      if (typeof content === 'string') return { role, content }
      const parts = content.map(async (part) =>
        part.type === 'text' ? part : { type: 'image' as const, mediaType: part.mediaType, bytes: await ports.artifacts.get(part.key) },
      )
      return { role, content: await Promise.all(parts) }
    }),
  )
}
