import { ApplicationFailure } from '@temporalio/common'
import { Context } from '@temporalio/activity'
import { withCurrentAddress } from '#src/domain/projects/stored-address.ts'
import { isRetryable, toFailure } from '#src/domain/shared/failures.ts'
import type { Log } from '#src/ports/log.ts'

/** How often an activity says that it lives; cancellation reaches it with the answer. */
const BEAT_MS = 500

export type ActivityContext = {
  /** Aborted when the turn is cancelled or the worker shuts down. */
  signal: AbortSignal
  /** From 1; more than one means that an earlier try failed, or died with its worker. */
  attempt: number
}

/** Makes one effect an activity: it beats, can be aborted, and fails in the words of our failures. */
export function asActivity<Input, Output>(
  name: string,
  log: Log,
  run: (input: Input, context: ActivityContext) => Promise<Output>,
): (input: Input) => Promise<Output> {
  return async (input) => {
    const context = Context.current()
    const beat = setInterval(() => context.heartbeat(), BEAT_MS)
    const { attempt } = context.info
    try {
      return await run(withCurrentAddress(input), { signal: context.cancellationSignal, attempt })
    } catch (error) {
      // A cancelled activity says so in Temporal's own words, whatever the abort looked like from inside.
      if (context.cancellationSignal.aborted) await context.cancelled
      const failure = toFailure(error)
      log.warn(
        { activity: name, attempt, kind: failure.kind, workflowId: context.info.workflowExecution?.workflowId, error: failure },
        'An activity failed',
      )
      throw ApplicationFailure.create({
        type: failure.kind,
        message: failure.message,
        nonRetryable: !isRetryable(failure.kind),
        ...(failure.retryAfterMs === undefined ? {} : { nextRetryDelay: failure.retryAfterMs }),
      })
    } finally {
      clearInterval(beat)
    }
  }
}
