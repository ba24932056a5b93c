import { z } from 'zod'
import type { Hub } from '../hub.ts'
import { userRow, type UserRow } from './row-types.ts'

const labelRow = z.object({ id: z.number().int(), name: z.string() })
export type LabelRow = z.infer<typeof labelRow>

export function labelsOf(hub: Hub, issueId: number): LabelRow[] {
  return hub.store.all(labelRow, 'SELECT id, name FROM issue_labels WHERE issue_id = ? ORDER BY id', issueId)
}

/** Adds the labels that the issue doesn't have yet. */
export function addLabels(hub: Hub, issueId: number, names: readonly string[]): void {
  for (const name of names) hub.store.run('INSERT OR IGNORE INTO issue_labels (issue_id, name) VALUES (?, ?)', issueId, name)
}

export function requestedReviewersOf(hub: Hub, issueId: number): UserRow[] {
  const sql = 'SELECT u.* FROM users u JOIN review_requests r ON r.user_id = u.id WHERE r.issue_id = ? ORDER BY u.id'
  return hub.store.all(userRow, sql, issueId)
}

export function requestReview(hub: Hub, issueId: number, user: UserRow): void {
  hub.store.run('INSERT OR IGNORE INTO review_requests (issue_id, user_id) VALUES (?, ?)', issueId, user.id)
}
