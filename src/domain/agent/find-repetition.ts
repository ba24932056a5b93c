import type { ParsedToolCall } from './agent-protocol.ts'
import type { StepRecord } from '../projects/records.ts'

/** So often the same is done; the next time it isn't. */
const SAME_ANSWERS = 2
const SAME_FAILURES = 3

type Done = Pick<StepRecord, 'toolCalls' | 'observations'>

/**
 * What to tell a model that goes round in circles: the same actions for the third time in a row, or an action that failed in each of
 * the last three steps. `null` where it doesn't. Who finishes is done, however often: the check's rounds are bounded.
 */
export function findRepetition(actions: readonly ParsedToolCall[], earlier: readonly Done[]): string | null {
  if (actions.some(({ tool }) => tool === 'finish')) return null
  const same = earlier.slice(-SAME_ANSWERS)
  if (same.length === SAME_ANSWERS && same.every((step) => keyOf(step.toolCalls) === keyOf(actions)))
    return 'These are the same actions for the third time in a row, so they were not done. What came back will not change: do something else, or finish.'
  const failed = earlier
    .filter((step) => step.observations[0]?.tool !== 'answer')
    .slice(-SAME_FAILURES)
    .map(failedAction)
  const [first] = failed
  if (failed.length < SAME_FAILURES || first === undefined || first === null || failed.some((key) => key !== first)) return null
  if (!actions.some((action) => keyOf(action) === first)) return null
  return 'This action has failed three times in a row, so nothing of the answer was done. Go another way: read what is there, or make it smaller.'
}

/** The action that a step stopped at; `null` where none failed. */
function failedAction({ toolCalls, observations }: Done): string | null {
  const last = observations.at(-1)
  const action = toolCalls[observations.length - 1]
  return last === undefined || last.ok || action === undefined ? null : keyOf(action)
}

function keyOf(value: unknown): string {
  return JSON.stringify(value)
}
