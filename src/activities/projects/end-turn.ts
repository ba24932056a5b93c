import { lastSummary } from '#src/domain/agent/last-summary.ts'
import type { FailureKind } from '#src/domain/shared/failures.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'

export type TurnEnd = { turnId: string; state: 'UNCHANGED' } | { turnId: string; state: 'FAILED' | 'CANCELLED'; failure: FailureKind }

/** Ends a turn that published nothing and returns its credits. */
export async function endTurn(ports: Pick<ActivityPorts, 'steps' | 'turns'>, end: TurnEnd): Promise<void> {
  const summary = lastSummary(await ports.steps.steps(end.turnId)) ?? ''
  const { turnId, ...rest } = end
  await ports.turns.endTurn(turnId, { ...rest, summary })
}
