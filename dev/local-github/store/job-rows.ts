import { z } from 'zod'
import type { Hub } from '../hub.ts'

const jobRow = z.object({ log: z.string() })

/** The log of a check run that is a job of GitHub Actions; `undefined` for one of an app. */
export function logOfJob(hub: Hub, run: { id: number }): string | undefined {
  return hub.store.get(jobRow, 'SELECT log FROM action_jobs WHERE check_run_id = ?', run.id)?.log
}
