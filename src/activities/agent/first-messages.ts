import { picturesLine, markPictures } from '#src/domain/agent/prompt-pictures.ts'
import { promptMessage, systemPrompt } from '#src/domain/agent/prompts.ts'
import type { RepositoryFacts } from '#src/domain/agent/repository-prompt.ts'
import type { TurnRecord } from '#src/domain/projects/records.ts'
import type { TranscriptMessage } from '#src/domain/agent/transcript.ts'
import type { PastTurn } from '#src/ports/turns.ts'
import type { TurnContext } from './collect-context.ts'

type Known = { gathered: TurnContext; facts: RepositoryFacts; past: readonly PastTurn[]; limits: { steps: number; minutes: number } }

/** The messages before the first step: the system prompt with the repository, the earlier turns, the prompt. */
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
    { role: 'user', content: currentPrompt(turn, gathered, past) },
  ]
}

/** The turn's prompt, followed by its pictures. */
function currentPrompt(
  { notes, failedChecks }: TurnRecord,
  { prompt, issue, comments, pictures, unused }: TurnContext,
  past: readonly PastTurn[],
): TranscriptMessage['content'] {
  const files = [...new Set(past.flatMap((turn) => turn.files))]
  const text = promptMessage(prompt, { turn: past.length + 1, notes, files, issue, comments, failedChecks, note: picturesLine(unused) })
  if (pictures.length === 0) return text
  return [{ type: 'text', text }, ...pictures.map((picture) => ({ type: 'picture' as const, ...picture }))]
}
