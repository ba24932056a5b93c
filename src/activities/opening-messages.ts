import { requestMessage, systemPrompt } from '#src/domain/prompts.ts'
import type { RepositoryFacts } from '#src/domain/repository-part.ts'
import type { TurnRecord } from '#src/domain/records.ts'
import type { ChatMessage } from '#src/ports/language-model.ts'
import type { PastTurn } from '#src/ports/projects.ts'

type Known = { facts: RepositoryFacts; past: readonly PastTurn[]; limits: { steps: number; minutes: number } }

/** What the model gets before its first step: the house rules with the repository, the conversation so far, the request. */
export function openingMessages(turn: TurnRecord, { facts, past, limits }: Known): ChatMessage[] {
  return [
    { role: 'system', content: systemPrompt(facts, limits) },
    ...past.flatMap((earlier, index): ChatMessage[] => [
      { role: 'user', content: requestMessage(earlier.request, { turn: index + 1, notes: earlier.notes, files: [] }) },
      {
        role: 'assistant',
        content: JSON.stringify({ thought: earlier.summary, actions: [{ tool: 'finish', args: { summary: earlier.summary } }] }),
      },
    ]),
    {
      role: 'user',
      content: requestMessage(turn.prompt, {
        turn: past.length + 1,
        notes: turn.notes,
        files: [...new Set(past.flatMap(({ files }) => files))],
      }),
    },
  ]
}
