import { CancellationScope } from '@temporalio/workflow'
import type { TurnCommand } from '#src/domain/commands/command-message.ts'

/** The running turn, as signal handlers see it. */
export class RunningTurn {
  readonly command: TurnCommand
  /** Cancelled by `cancel`; covers the work up to the commit. */
  readonly scope = new CancellationScope()
  /** From the commit on, the turn can't be cancelled. */
  isCommitting = false
  cancelledBy: string | undefined
  /** The turn's id, set once it has a slot. */
  slotTurnId: string | undefined
  /** A comment showed its queue position. */
  readonly wasQueued: boolean

  constructor(command: TurnCommand, wasQueued: boolean) {
    this.command = command
    this.wasQueued = wasQueued
  }

  cancel(by: string): void {
    this.cancelledBy ??= by
    this.scope.cancel()
  }
}
