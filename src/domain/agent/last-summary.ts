import type { StepRecord } from '../projects/records.ts'

/** What the agent said of its work when it last finished; `null` where it never did. */
export function lastSummary(steps: readonly Pick<StepRecord, 'toolCalls'>[]): string | null {
  for (const { toolCalls } of steps.toReversed()) {
    for (const action of toolCalls) if (action.tool === 'finish') return action.args.summary
  }
  return null
}
