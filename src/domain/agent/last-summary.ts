import type { StepRecord } from '../projects/records.ts'

/** The summary of the agent's last `finish`; `null` if it never finished. */
export function lastSummary(steps: readonly Pick<StepRecord, 'toolCalls'>[]): string | null {
  for (const { toolCalls } of steps.toReversed()) {
    for (const action of toolCalls) if (action.tool === 'finish') return action.args.summary
  }
  return null
}
