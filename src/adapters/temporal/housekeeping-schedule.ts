import { ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client'
import type { Client, ScheduleOptions } from '@temporalio/client'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '#src/ports/log.ts'
import { TASK_QUEUE } from '#src/workflows/signals.ts'

/** One schedule for all workers of a namespace. */
export const HOUSEKEEPING = 'housekeeping'

const RETRY_MS = 5_000

/** Schedules housekeeping, also if Temporal is too busy at first. Until `signal` is aborted; a failure is logged and tried again. */
export async function keepHousekeepingScheduled(client: Client, log: Log, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      return await scheduleHousekeeping(client)
    } catch (error) {
      log.warn({ error }, 'Housekeeping could not be scheduled. Trying again')
      await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined)
    }
  }
}

/**
 * Schedules housekeeping every five minutes and starts it once now. Idempotent, also when several workers call it at once. Only tests pass
 * another `taskQueue`.
 */
export async function scheduleHousekeeping(client: Client, taskQueue: string = TASK_QUEUE): Promise<void> {
  const options = {
    spec: { intervals: [{ every: '5 minutes' }] },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 minute' },
    action: { type: 'startWorkflow', workflowType: 'housekeepingWorkflow', workflowId: HOUSEKEEPING, taskQueue, args: [] },
  } satisfies Partial<ScheduleOptions>
  const schedule = client.schedule.getHandle(HOUSEKEEPING)
  try {
    await client.schedule.create({ scheduleId: HOUSEKEEPING, ...options })
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error
    // The existing schedule may be from an older release.
    await schedule.update((known) => ({ ...known, ...options }))
  }
  await schedule.trigger()
}
