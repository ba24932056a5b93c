import type { ParsedToolCall } from './agent-protocol.ts'
import type { StepRecord } from '../projects/records.ts'

/** Repeating the same answer more often than this is refused. */
const SAME_ANSWERS = 2
const SAME_FAILURES = 3

type Done = Pick<StepRecord, 'toolCalls' | 'observations'>

/**
 * The error for a model that repeats itself: the same tool calls for the third time in a row, or a call that failed in each of the last
 * three steps. Otherwise `null`. An answer with `finish` is never a repetition: check rounds have their own limit.
 */
export function findRepetition(actions: readonly ParsedToolCall[], earlier: readonly Done[]): string | null {
  if (actions.some(({ tool }) => tool === 'finish')) return null
  const same = earlier.slice(-SAME_ANSWERS)
  if (same.length === SAME_ANSWERS && same.every((step) => keyOf(step.toolCalls) === keyOf(actions)))
    return 'You sent the same actions for the third time in a row, so they were not run. The result will not change: do something else, or finish.'
  const failed = earlier
    .filter((step) => step.observations[0]?.tool !== 'answer')
    .slice(-SAME_FAILURES)
    .map(failedAction)
  const [first] = failed
  if (failed.length < SAME_FAILURES || first === undefined || first === null || failed.some((key) => key !== first)) return null
  if (!actions.some((action) => keyOf(action) === first)) return null
  return 'This action has failed three times in a row, so no action of the answer was run. Try another way: read the file or folder again, or make a smaller change.'
}

/** The tool call at which a step stopped; `null` if none failed. */
function failedAction({ toolCalls, observations }: Done): string | null {
  const last = observations.at(-1)
  const action = toolCalls[observations.length - 1]
  return last === undefined || last.ok || action === undefined ? null : keyOf(action)
}

function keyOf(value: unknown): string {
  return JSON.stringify(value)
}
