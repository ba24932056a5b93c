import { z } from 'zod'
import { PICTURE_PROBLEMS, picturesLine, markPictures } from '#src/domain/agent/prompt-pictures.ts'
import { promptMessage, systemPrompt } from '#src/domain/agent/prompts.ts'
import type { RepositoryFacts } from '#src/domain/agent/repository-prompt.ts'
import type { TurnRecord } from '#src/domain/projects/records.ts'
import { transcriptSchema } from '#src/domain/agent/transcript.ts'
import type { TranscriptMessage } from '#src/domain/agent/transcript.ts'
import type { PastTurn } from '#src/ports/turns.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import type { TurnContext } from './collect-context.ts'
import { baseOf } from './workspace.ts'

/** What the agent starts with: the first messages, and the changes so far, such as the preview of the version before. */
const openingSchema = z.object({
  messages: transcriptSchema,
  manifest: z.record(z.string(), z.string().nullable()),
  /** Why pictures of the prompt are not in the messages. */
  unused: z.array(z.enum(PICTURE_PROBLEMS)).default([]),
  /** A model other than the default. */
  model: z.string().nullable().default(null),
})
export type FirstMessages = z.infer<typeof openingSchema>

type Known = { gathered: TurnContext; facts: RepositoryFacts; past: readonly PastTurn[]; limits: { steps: number; minutes: number } }

/** The messages before the first step: the system prompt with the repository, the earlier turns, the request. */
export function firstMessages(turn: TurnRecord, { gathered, facts, past, limits }: Known): TranscriptMessage[] {
  return [
    { role: 'system', content: systemPrompt(facts, limits) },
    ...past.flatMap((earlier, index): TranscriptMessage[] => [
      {
        role: 'user',
        content: promptMessage(markPictures(earlier.prompt), { turn: index + 1, notes: earlier.notes, files: [] }),
      },
      {
        role: 'assistant',
        content: JSON.stringify({ thought: earlier.summary, actions: [{ tool: 'finish', args: { summary: earlier.summary } }] }),
      },
    ]),
    { role: 'user', content: request(turn, gathered, past) },
  ]
}

/** The request, followed by its pictures. */
function request(
  { notes, failedChecks }: TurnRecord,
  { prompt: words, issue, comments, pictures, unused }: TurnContext,
  past: readonly PastTurn[],
): TranscriptMessage['content'] {
  const files = [...new Set(past.flatMap((turn) => turn.files))]
  const text = promptMessage(words, { turn: past.length + 1, notes, files, issue, comments, failedChecks, note: picturesLine(unused) })
  if (pictures.length === 0) return text
  return [{ type: 'text', text }, ...pictures.map((picture) => ({ type: 'picture' as const, ...picture }))]
}

/** Reads what `prepare` stored for the turn. */
export async function readFirstMessages(ports: Pick<ActivityPorts, 'artifacts'>, turn: TurnRecord): Promise<FirstMessages> {
  return openingSchema.parse(JSON.parse(new TextDecoder().decode(await ports.artifacts.get(baseOf(turn).prompt))))
}
