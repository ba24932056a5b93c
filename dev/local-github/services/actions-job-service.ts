import type { Hub } from '../hub.ts'
import { ACTIONS_APP } from '../payloads/app-payload.ts'
import type { Repository } from '../store/repository-rows.ts'
import type { CheckRunRow } from '../store/row-types.ts'
import { ensureUser } from '../store/user-rows.ts'
import { createCheckRun, type CheckRunChange } from './check-run-service.ts'

export type Job = CheckRunChange & { name: string; headSha: string; log: string }

/** Stores what a job of the repository's own workflow reports: a check run of GitHub Actions and a log. */
export async function reportJob(hub: Hub, repository: Repository, { headSha, log, ...change }: Job): Promise<CheckRunRow> {
  const author = { user: ensureUser(hub.store, `${ACTIONS_APP.slug}[bot]`, 'Bot'), viaApp: true }
  return createCheckRun(hub, repository, author, headSha, change, log)
}
