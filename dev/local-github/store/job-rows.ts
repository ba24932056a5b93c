import { z } from 'zod'
import type { Hub } from '../hub.ts'

const jobRow = z.object({ log: z.string() })

/** The log of a check run that is a GitHub Actions job; `undefined` for other check runs. */
export function logOfJob(hub: Hub, run: { id: number }): string | undefined {
  return hub.store.get(jobRow, 'SELECT log FROM action_jobs WHERE check_run_id = ?', run.id)?.log
}
