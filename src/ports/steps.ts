import type { HostileText } from '#src/domain/shared/hostile-text.ts'
import type { Observation } from '#src/domain/agent/agent-protocol.ts'
import type { Changes, StepRecord } from '#src/domain/projects/records.ts'

/** Steps of a turn: model calls with their tool calls. Every write is idempotent. Throws only `Failure` ('database-busy', 'unexpected'). */
export interface Steps {
  steps(turnId: string): Promise<StepRecord[]>
  step(turnId: string, number: number): Promise<StepRecord | null>
  /** Stores a model's answer; returns the existing row if there is one. */
  keepAnswer(
    turnId: string,
    step: Omit<StepRecord, 'answer' | 'observations' | 'finished'> & { answer: StepRecord['answer'] | HostileText },
  ): Promise<StepRecord>
  /** Appends the observation of tool call `index`; does nothing if it is stored already. */
  keepObservation(turnId: string, number: number, index: number, observation: Observation, changes: Changes): Promise<void>
  finishStep(turnId: string, number: number): Promise<void>
}
