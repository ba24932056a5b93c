import { housekeeping } from './activity-proxies.ts'

/** Run by a schedule: destroys what turns that ended, and workers that were killed, left behind. */
export async function housekeepingWorkflow(): Promise<void> {
  await housekeeping.reap({})
}
