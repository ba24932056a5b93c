import type { Hub } from '../hub.ts'
import { now } from '../current-time.ts'
import type { PullRow, UserRow } from '../store/row-types.ts'

/** Closes a pull request as merged by `commit`. */
export function markMerged(hub: Hub, pull: PullRow, by: UserRow, commit: string): void {
  const at = now()
  hub.store.update('pulls', pull.id, { merged_at: at, merged_by_id: by.id, merge_commit_sha: commit })
  hub.store.update('issues', pull.issue_id, { state: 'closed', closed_at: at, closed_by_id: by.id, updated_at: at })
}
