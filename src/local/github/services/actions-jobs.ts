import { z } from 'zod'
import type { Hub } from '../hub.ts'
import type { Repository } from '../store/repositories.ts'
import type { CheckRunRow } from '../store/rows.ts'
import { ensureUser } from '../store/users.ts'
import { createCheckRun, type CheckRunChange } from './check-runs.ts'

/** The app of GitHub Actions, by the ids that it has on github.com. */
export const ACTIONS_APP = { id: 15_368, slug: 'github-actions', name: 'GitHub Actions' }

export type Job = CheckRunChange & { name: string; headSha: string; log: string }

const jobRow = z.object({ log: z.string() })

/** What a job of the repository's own workflow leaves: a check run of GitHub Actions, and a log. */
export async function reportJob(hub: Hub, repository: Repository, { headSha, log, ...change }: Job): Promise<CheckRunRow> {
  const author = { user: ensureUser(hub.store, `${ACTIONS_APP.slug}[bot]`, 'Bot'), viaApp: true }
  return createCheckRun(hub, repository, author, headSha, change, log)
}

/** The log of a check run that is a job; `undefined` for one of an app. */
export function logOfJob(hub: Hub, run: Pick<CheckRunRow, 'id'>): string | undefined {
  return hub.store.get(jobRow, 'SELECT log FROM action_jobs WHERE check_run_id = ?', run.id)?.log
}
