import { z } from 'zod'
import { requestMessage, systemPrompt } from '#src/domain/prompts.ts'
import type { RepositoryFacts } from '#src/domain/prompts.ts'
import type { TurnRecord } from '#src/domain/records.ts'
import { transcriptSchema } from '#src/domain/transcript.ts'
import type { TranscriptMessage } from '#src/domain/transcript.ts'
import type { PastTurn } from '#src/ports/projects.ts'
import type { ActivityPorts } from './activity-ports.ts'
import { baseOf } from './workbench.ts'

/** What the agent begins with: the first messages, and the preview of the version before. */
const openingSchema = z.object({ messages: transcriptSchema, manifest: z.record(z.string(), z.string().nullable()) })
export type Opening = z.infer<typeof openingSchema>

type Known = { facts: RepositoryFacts; past: readonly PastTurn[]; limits: { steps: number; minutes: number } }

/** What the model gets before its first step: the house rules with the repository, the conversation so far, the request. */
export function openingMessages(turn: TurnRecord, { facts, past, limits }: Known): TranscriptMessage[] {
  return [
    { role: 'system', content: systemPrompt(facts, limits) },
    ...past.flatMap((earlier, index): TranscriptMessage[] => [
      { role: 'user', content: requestMessage(earlier.request, { turn: index + 1, files: [] }) },
      {
        role: 'assistant',
        content: JSON.stringify({ thought: earlier.summary, actions: [{ tool: 'finish', args: { summary: earlier.summary } }] }),
      },
    ]),
    {
      role: 'user',
      content: requestMessage(turn.prompt, { turn: past.length + 1, files: [...new Set(past.flatMap(({ files }) => files))] }),
    },
  ]
}

/** What `prepare` kept of a turn. */
export async function readOpening(ports: ActivityPorts, turn: TurnRecord): Promise<Opening> {
  return openingSchema.parse(JSON.parse(new TextDecoder().decode(await ports.artifacts.get(baseOf(turn).prompt))))
}
