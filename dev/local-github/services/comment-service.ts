import { ApiError, notFound } from '../api-error.ts'
import type { Hub } from '../hub.ts'
import { now } from '../current-time.ts'
import { commentPayload } from '../payloads/comment-payload.ts'
import { issuePayload } from '../payloads/issue-payload.ts'
import type { Repository } from '../store/repository-rows.ts'
import { isLocked } from '../store/restriction-rows.ts'
import { commentRow, type CommentRow, type IssueRow } from '../store/row-types.ts'
import type { Author } from './git-author.ts'
import { emit } from './emit-event.ts'
import { reloadIssue } from './issue-service.ts'
import { checkBody } from './text-limits.ts'

/** A comment with its issue or pull request. */
export function findComment(hub: Hub, repository: Repository, id: number): { comment: CommentRow; issue: IssueRow } {
  const comment = hub.store.get(commentRow, 'SELECT * FROM comments WHERE id = ?', id)
  const issue = comment === undefined ? undefined : reloadIssue(hub, comment.issue_id)
  if (comment === undefined || issue?.repository_id !== repository.row.id) throw notFound()
  return { comment, issue }
}

export function createComment(hub: Hub, repository: Repository, author: Author, issue: IssueRow, body: string): CommentRow {
  demandUnlocked(hub, author, issue.id)
  checkBody('IssueComment', body, true)
  const at = now()
  const id = hub.store.transaction(() => {
    hub.store.update('issues', issue.id, { updated_at: at })
    const values = { issue_id: issue.id, user_id: author.user.id, via_app: author.viaApp, body, created_at: at, updated_at: at }
    return hub.store.insert('comments', values)
  })
  const { comment } = findComment(hub, repository, id)
  emitComment(hub, repository, author, comment, 'created')
  return comment
}

export function editComment(hub: Hub, repository: Repository, author: Author, comment: CommentRow, body: string): CommentRow {
  demandUnlocked(hub, author, comment.issue_id)
  checkBody('IssueComment', body, true)
  const at = now()
  hub.store.update('comments', comment.id, { body, updated_at: at, edited_at: at })
  const edited = findComment(hub, repository, comment.id).comment
  emitComment(hub, repository, author, edited, 'edited', { changes: { body: { from: comment.body } } })
  return edited
}

export function deleteComment(hub: Hub, repository: Repository, author: Author, comment: CommentRow): void {
  emitComment(hub, repository, author, comment, 'deleted')
  hub.store.run('DELETE FROM comments WHERE id = ?', comment.id)
}

function demandUnlocked(hub: Hub, author: Author, issueId: number): void {
  if (author.viaApp && isLocked(hub, issueId)) throw new ApiError(403, 'Unable to create comment because issue is locked.')
}

function emitComment(
  hub: Hub,
  repository: Repository,
  author: Author,
  comment: CommentRow,
  action: string,
  more: Record<string, unknown> = {},
): void {
  const issue = reloadIssue(hub, comment.issue_id)
  const fields = { issue: issuePayload(hub, repository, issue), comment: commentPayload(hub, repository, issue, comment), ...more }
  emit(hub, repository, { event: 'issue_comment', action, sender: author.user, fields })
}
