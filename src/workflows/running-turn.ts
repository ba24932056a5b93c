import { CancellationScope } from '@temporalio/workflow'
import type { TurnRequest } from '#src/domain/commands/command-message.ts'

/** The turn that runs, as far as others may have a say in it. */
export class RunningTurn {
  readonly request: TurnRequest
  /** The work up to the commit. */
  readonly scope = new CancellationScope()
  /** From the commit on there is nothing to cancel. */
  isCommitting = false
  cancelledBy: string | undefined
  /** Its turn's id, once it has a place among those that run at once. */
  placed: string | undefined
  /** Its place in the queue was told. */
  readonly waited: boolean

  constructor(request: TurnRequest, waited: boolean) {
    this.request = request
    this.waited = waited
  }

  cancel(by: string): void {
    this.cancelledBy ??= by
    this.scope.cancel()
  }
}
