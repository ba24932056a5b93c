import { z } from 'zod'
import { ApiError } from '../api-error.ts'
import type { Hub } from '../hub.ts'
import type { Repository } from './repository-rows.ts'

const anyRow = z.object({})

/** True if the conversation is locked. Apps can't comment then; GitHub makes exceptions for some, which are not modeled here. */
export function isLocked(hub: Hub, issueId: number): boolean {
  return hub.store.get(anyRow, 'SELECT 1 FROM issue_locks WHERE issue_id = ?', issueId) !== undefined
}

export function setLocked(hub: Hub, issueId: number, locked: boolean): void {
  hub.store.run(locked ? 'INSERT OR IGNORE INTO issue_locks (issue_id) VALUES (?)' : 'DELETE FROM issue_locks WHERE issue_id = ?', issueId)
}

/** Sets a ruleset that rejects all pushes to branches with this prefix; `null` removes it. */
export function setPushRule(hub: Hub, repository: Repository, prefix: string | null): void {
  hub.store.run('DELETE FROM push_rules WHERE repository_id = ?', repository.row.id)
  if (prefix !== null) hub.store.insert('push_rules', { repository_id: repository.row.id, prefix })
}

/** Throws if a ruleset forbids the push. */
export function demandPushAllowed(hub: Hub, repository: Repository, branch: string): void {
  const sql = 'SELECT 1 FROM push_rules WHERE repository_id = ? AND substr(?, 1, length(prefix)) = prefix'
  if (hub.store.get(anyRow, sql, repository.row.id, branch) === undefined) return
  throw new ApiError(422, 'Repository rule violations found\n\nCannot update this protected ref.')
}
