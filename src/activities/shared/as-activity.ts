import { ApplicationFailure } from '@temporalio/common'
import { Context } from '@temporalio/activity'
import { withCurrentAddress } from '#src/domain/projects/stored-address.ts'
import { isRetryable, toFailure } from '#src/domain/shared/failures.ts'
import type { Log } from '#src/ports/log.ts'

/** The interval between heartbeats; an activity learns of its cancellation from their responses. */
const HEARTBEAT_MS = 500

export type ActivityContext = {
  /** Aborted when the turn is cancelled or the worker shuts down. */
  signal: AbortSignal
  /** Starts at 1. A higher number means that an earlier try failed or its worker died. */
  attempt: number
}

/** Makes a function an activity: sends heartbeats, passes on cancellation, and maps errors to our failures. */
export function asActivity<Input, Output>(
  name: string,
  log: Log,
  run: (input: Input, context: ActivityContext) => Promise<Output>,
): (input: Input) => Promise<Output> {
  return async (input) => {
    const context = Context.current()
    const heartbeat = setInterval(() => context.heartbeat(), HEARTBEAT_MS)
    const { attempt } = context.info
    try {
      return await run(withCurrentAddress(input), { signal: context.cancellationSignal, attempt })
    } catch (error) {
      // A cancelled activity must throw Temporal's own failure, whatever error the abort caused.
      if (context.cancellationSignal.aborted) await context.cancelled
      const failure = toFailure(error)
      log.warn(
        { activity: name, attempt, kind: failure.kind, workflowId: context.info.workflowExecution?.workflowId, error: failure },
        'Activity failed',
      )
      throw ApplicationFailure.create({
        type: failure.kind,
        message: failure.message,
        nonRetryable: !isRetryable(failure.kind),
        ...(failure.retryAfterMs === undefined ? {} : { nextRetryDelay: failure.retryAfterMs }),
      })
    } finally {
      clearInterval(heartbeat)
    }
  }
}

/** Makes activities over `ports`: `activity('stored name', run)`. */
export function bindActivities<Ports extends { log: Log }>(ports: Ports) {
  return <Input, Output>(name: string, run: (ports: Ports, input: Input, context: ActivityContext) => Promise<Output>) =>
    asActivity(name, ports.log, (input: Input, context) => run(ports, input, context))
}
