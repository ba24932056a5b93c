import { notFound } from '../api-error.ts'
import type { Hub } from '../hub.ts'
import { now } from '../current-time.ts'
import { issuePayload } from '../payloads/issue-payload.ts'
import { repositoryById, type Repository } from '../store/repository-rows.ts'
import { issueRow, type IssueRow } from '../store/row-types.ts'
import type { Author } from './git-author.ts'
import { emit } from './emit-event.ts'
import { checkBody, checkTitle } from './text-limits.ts'

export type StateReason = 'completed' | 'not_planned' | 'duplicate'

/** An issue or pull request by its number. */
export function findIssue(hub: Hub, repository: Repository, number: number): IssueRow {
  const issue = hub.store.get(issueRow, 'SELECT * FROM issues WHERE repository_id = ? AND number = ?', repository.row.id, number)
  if (issue === undefined) throw notFound()
  return issue
}

export function reloadIssue(hub: Hub, id: number): IssueRow {
  return hub.store.one(issueRow, 'SELECT * FROM issues WHERE id = ?', id)
}

/** Issues and pull requests share one sequence of numbers. Call this inside a transaction. */
export function insertIssue(hub: Hub, repository: Repository, author: Author, text: { title: string; body: string | null }): IssueRow {
  const number = repositoryById(hub, repository.row.id).row.next_number
  hub.store.update('repositories', repository.row.id, { next_number: number + 1 })
  const values = { repository_id: repository.row.id, number, ...text, user_id: author.user.id, via_app: author.viaApp }
  return reloadIssue(hub, hub.store.insert('issues', { ...values, created_at: now(), updated_at: now() }))
}

export function createIssue(hub: Hub, repository: Repository, author: Author, text: { title: string; body: string | null }): IssueRow {
  checkTitle('Issue', text.title)
  checkBody('Issue', text.body ?? '', false)
  const issue = hub.store.transaction(() => insertIssue(hub, repository, author, text))
  emitIssue(hub, repository, author, issue, 'opened')
  return issue
}

export function editIssueText(
  hub: Hub,
  repository: Repository,
  author: Author,
  issue: IssueRow,
  text: { title?: string; body?: string | null },
): IssueRow {
  const changes = textChanges(issue, text)
  if (Object.keys(changes).length === 0) return issue
  if (text.title !== undefined) checkTitle('Issue', text.title)
  if (text.body !== undefined) checkBody('Issue', text.body ?? '', false)
  hub.store.update('issues', issue.id, { ...text, updated_at: now() })
  const edited = reloadIssue(hub, issue.id)
  emitIssue(hub, repository, author, edited, 'edited', { changes })
  return edited
}

/** The `changes` of an `edited` event: the previous texts. */
export function textChanges(issue: IssueRow, text: { title?: string; body?: string | null }): Record<string, { from: string }> {
  return {
    ...(text.title === undefined || text.title === issue.title ? {} : { title: { from: issue.title } }),
    ...(text.body === undefined || text.body === issue.body ? {} : { body: { from: issue.body ?? '' } }),
  }
}

export function closeIssue(hub: Hub, repository: Repository, author: Author, issue: IssueRow, reason: StateReason): IssueRow {
  if (issue.state === 'closed') return issue
  const at = now()
  hub.store.update('issues', issue.id, {
    state: 'closed',
    state_reason: reason,
    closed_at: at,
    closed_by_id: author.user.id,
    updated_at: at,
  })
  const closed = reloadIssue(hub, issue.id)
  emitIssue(hub, repository, author, closed, 'closed')
  return closed
}

export function reopenIssue(hub: Hub, repository: Repository, author: Author, issue: IssueRow): IssueRow {
  if (issue.state === 'open') return issue
  hub.store.update('issues', issue.id, { state: 'open', state_reason: 'reopened', closed_at: null, closed_by_id: null, updated_at: now() })
  const reopened = reloadIssue(hub, issue.id)
  emitIssue(hub, repository, author, reopened, 'reopened')
  return reopened
}

function emitIssue(
  hub: Hub,
  repository: Repository,
  author: Author,
  issue: IssueRow,
  action: string,
  more: Record<string, unknown> = {},
): void {
  emit(hub, repository, { event: 'issues', action, sender: author.user, fields: { issue: issuePayload(hub, repository, issue), ...more } })
}
