import { ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client'
import type { Client, ScheduleOptions } from '@temporalio/client'
import { TASK_QUEUE } from '#src/workflows/signals.ts'

/** One for all workers of a namespace. */
export const HOUSEKEEPING = 'housekeeping'

/**
 * Sees to it that the housekeeping is done every five minutes, and once now. Harmless the second time, and from several workers at once.
 * `taskQueue` is another one in tests only.
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
    // It may be the one of an older version of ours.
    await schedule.update((known) => ({ ...known, ...options }))
  }
  await schedule.trigger()
}
