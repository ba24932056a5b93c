import { housekeeping } from './activity-proxies.ts'

/** Run by a schedule: cleans up orphans of ended turns and killed workers. */
export async function housekeepingWorkflow(): Promise<void> {
  await housekeeping.reap({})
}
