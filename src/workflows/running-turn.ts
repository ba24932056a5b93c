import { CancellationScope } from '@temporalio/workflow'
import type { TurnCommand } from '#src/domain/commands/command-message.ts'

/** The turn that runs, as far as others may have a say in it. */
export class RunningTurn {
  readonly request: TurnCommand
  /** The work up to the commit. */
  readonly scope = new CancellationScope()
  /** From the commit on there is nothing to cancel. */
  isCommitting = false
  cancelledBy: string | undefined
  /** Its turn's id, once it has a place among those that run at once. */
  slotTurnId: string | undefined
  /** Its place in the queue was told. */
  readonly wasQueued: boolean

  constructor(request: TurnCommand, waited: boolean) {
    this.request = request
    this.wasQueued = waited
  }

  cancel(by: string): void {
    this.cancelledBy ??= by
    this.scope.cancel()
  }
}
