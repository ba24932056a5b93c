import type { ProjectAddress } from '#src/domain/projects/ids.ts'

/** The most turns that may run at once. */
export type RunningLimits = { repository: number; installation: number }

/** A turn that got a slot. */
export type GrantedSlot = { turnId: string; address: ProjectAddress }

/** The right to run at the same time as other turns. Throws only `Failure` ('database-busy', 'unexpected'). */
export interface Slots {
  /** Grants free slots of the turn's installation to waiting turns in fair order; returns those turns. */
  grantSlots(turnId: string, limits: RunningLimits): Promise<GrantedSlot[]>
  /** True if the turn doesn't have to wait for a slot. */
  hasSlot(turnId: string): Promise<boolean>
}
