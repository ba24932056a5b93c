import { compactTranscript } from '#src/domain/agent/compact-transcript.ts'
import { instructionsMessage } from '#src/domain/agent/prompts.ts'
import type { StepRecord } from '#src/domain/projects/records.ts'
import { estimateTokens, stepMessages, transcriptSchema } from '#src/domain/agent/transcript.ts'
import type { TranscriptMessage } from '#src/domain/agent/transcript.ts'
import type { ChatMessage } from '#src/ports/language-model.ts'
import type { Instruction } from '#src/ports/instructions.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import type { TurnStart } from '#src/domain/agent/turn-start.ts'

/** The ports that this file uses. */
type Ports = Pick<ActivityPorts, 'artifacts' | 'rules'>

/** `prefix`: the artifact with all messages, if they had to be shortened for this call. */
export type ModelMessages = { messages: readonly TranscriptMessage[]; prefix: string | null }

/** Space reserved for the answer: a quarter of the context, at most this many tokens. */
const ANSWER_TOKENS = 16_000
/** Limits of the factor by which the server's token count corrects our estimate. */
const CORRECTION = { least: 0.7, most: 4 }
/** The share to shrink to when the server rejects messages that should have fitted. */
const PRESSED = 0.5

/**
 * The messages of the next call. Each step only appends to them, byte for byte, until they no longer fit. Then older messages are shortened
 * once, and the result is stored as the prefix of this call and all later ones. `pressed`: the server rejected them as too long.
 */
export async function modelMessages(
  ports: Ports,
  turnStart: TurnStart,
  steps: readonly StepRecord[],
  { pressed, instructions }: { pressed: boolean; instructions: readonly Instruction[] },
): Promise<ModelMessages> {
  const shortened = steps.findLast(({ prefix }) => prefix !== null)
  const start = shortened?.prefix ? await readMessages(ports, shortened.prefix) : turnStart.messages
  const instructionsAt = (number: number): TranscriptMessage[] => {
    const arrived = instructions.filter(({ step }) => step === number)
    return arrived.length === 0 ? [] : [{ role: 'user', content: instructionsMessage(arrived) }]
  }
  const since = [
    // Shortened messages already include these.
    shortened === undefined ? instructionsAt(1) : [],
    ...steps
      .filter(({ number }) => number >= (shortened?.number ?? 0))
      .map((step) => [...stepMessages(step), ...instructionsAt(step.number + 1)]),
  ]
  const whole = [...start, ...since.flat()]
  const { contextTokens } = ports.rules
  const room = contextTokens - Math.min(ANSWER_TOKENS, contextTokens / 4)
  const limitTokens = room / correction(steps.at(-1), [...start, ...since.slice(0, -1).flat()])
  const messages = compactTranscript(whole, {
    fixed: turnStart.messages.length,
    limitTokens: pressed ? Math.min(limitTokens, estimateTokens(whole)) * PRESSED : limitTokens,
  })
  if (messages === whole) return { messages, prefix: null }
  return { messages, prefix: await ports.artifacts.put(new TextEncoder().encode(JSON.stringify(messages))) }
}

/** The server's token count divided by our estimate, from the last call. */
function correction(last: StepRecord | undefined, messages: readonly TranscriptMessage[]): number {
  if (last === undefined || last.promptTokens === 0) return 1
  return Math.min(CORRECTION.most, Math.max(CORRECTION.least, last.promptTokens / estimateTokens(messages)))
}

async function readMessages(ports: Ports, key: string): Promise<TranscriptMessage[]> {
  return transcriptSchema.parse(JSON.parse(new TextDecoder().decode(await ports.artifacts.get(key))))
}

/** The messages with the bytes of their pictures. */
export function withPictures(ports: Ports, messages: readonly TranscriptMessage[]): Promise<ChatMessage[]> {
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
