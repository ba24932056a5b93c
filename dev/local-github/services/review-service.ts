import { invalid, notFound, refused } from '../api-error.ts'
import type { Hub } from '../hub.ts'
import { diffFiles, type FileDiff } from '../git/git-diffs.ts'
import { now } from '../current-time.ts'
import { simplePullPayload } from '../payloads/pull-payload.ts'
import { reviewCommentPayload, reviewEventPayload } from '../payloads/review-payload.ts'
import type { Repository } from '../store/repository-rows.ts'
import { reviewCommentRow, reviewRow, type ReviewCommentRow, type ReviewRow } from '../store/row-types.ts'
import type { Author } from './git-author.ts'
import { placeOfLine, type DiffPlace, type Side } from './diff-position.ts'
import { emit } from './emit-event.ts'
import { diffStart } from './pull-facts.ts'
import { findPull, type FoundPull } from './pull-service.ts'
import { reloadIssue } from './issue-service.ts'
import { checkBody } from './text-limits.ts'

export type LineComment = {
  path: string
  body: string
  line: number
  side?: Side | undefined
  startLine?: number | undefined
  startSide?: Side | undefined
}
export type NewReview = {
  event: 'APPROVE' | 'REQUEST_CHANGES' | 'COMMENT'
  body: string
  commitId?: string | undefined
  comments: LineComment[]
}

const STATES = { APPROVE: 'APPROVED', REQUEST_CHANGES: 'CHANGES_REQUESTED', COMMENT: 'COMMENTED' } as const

/** Emits one `pull_request_review` event, and one `pull_request_review_comment` for each line comment. */
export async function createReview(
  hub: Hub,
  repository: Repository,
  author: Author,
  found: FoundPull,
  review: NewReview,
): Promise<ReviewRow> {
  const own = found.issue.user_id === author.user.id
  if (own && review.event === 'APPROVE') throw refused('Can not approve your own pull request')
  if (own && review.event === 'REQUEST_CHANGES') throw refused('Can not request changes on your own pull request')
  if (review.event !== 'APPROVE' && review.comments.length === 0) checkBody('PullRequestReview', review.body, true)
  checkBody('PullRequestReview', review.body, false)
  const values = await placeComments(repository, found, review.comments)
  const commitId = review.commitId ?? found.pull.head_sha
  const at = now()
  const ids = hub.store.transaction(() => {
    const common = { issue_id: found.issue.id, user_id: author.user.id, commit_id: commitId }
    const reviewId = hub.store.insert('reviews', { ...common, body: review.body, state: STATES[review.event], submitted_at: at })
    const times = { created_at: at, updated_at: at }
    const comments = values.map((value) => hub.store.insert('review_comments', { ...common, review_id: reviewId, ...value, ...times }))
    hub.store.update('issues', found.issue.id, { updated_at: at })
    return { reviewId, comments }
  })
  emitReview(hub, repository, author, found, ids.reviewId)
  for (const id of ids.comments) emitReviewComment(hub, repository, author, id)
  return hub.store.one(reviewRow, 'SELECT * FROM reviews WHERE id = ?', ids.reviewId)
}

/** As on GitHub, a single line comment is a review without a text. */
export async function createReviewComment(
  hub: Hub,
  repository: Repository,
  author: Author,
  found: FoundPull,
  comment: LineComment & { commitId: string },
): Promise<ReviewCommentRow> {
  checkBody('PullRequestReviewComment', comment.body, true)
  const review = await createReview(hub, repository, author, found, {
    event: 'COMMENT',
    body: '',
    commitId: comment.commitId,
    comments: [comment],
  })
  return hub.store.one(reviewCommentRow, 'SELECT * FROM review_comments WHERE review_id = ?', review.id)
}

/** A reply has the same position as the comment that it replies to. */
export function replyToReviewComment(
  hub: Hub,
  repository: Repository,
  author: Author,
  found: FoundPull,
  to: ReviewCommentRow,
  body: string,
): ReviewCommentRow {
  checkBody('PullRequestReviewComment', body, true)
  const { id: _, ...place } = to
  const at = now()
  const id = hub.store.transaction(() => {
    const common = { issue_id: found.issue.id, user_id: author.user.id, commit_id: found.pull.head_sha }
    const reviewId = hub.store.insert('reviews', { ...common, body: '', state: 'COMMENTED', submitted_at: at })
    const own = { review_id: reviewId, body, in_reply_to_id: to.in_reply_to_id ?? to.id, created_at: at, updated_at: at }
    return { reviewId, commentId: hub.store.insert('review_comments', { ...place, ...common, ...own }) }
  })
  emitReview(hub, repository, author, found, id.reviewId)
  emitReviewComment(hub, repository, author, id.commentId)
  return hub.store.one(reviewCommentRow, 'SELECT * FROM review_comments WHERE id = ?', id.commentId)
}

export function findReviewComment(hub: Hub, repository: Repository, id: number): { comment: ReviewCommentRow; found: FoundPull } {
  const comment = hub.store.get(reviewCommentRow, 'SELECT * FROM review_comments WHERE id = ?', id)
  const issue = comment === undefined ? undefined : reloadIssue(hub, comment.issue_id)
  if (comment === undefined || issue?.repository_id !== repository.row.id) throw notFound()
  return { comment, found: findPull(hub, repository, issue.number) }
}

async function placeComments(repository: Repository, { pull }: FoundPull, comments: readonly LineComment[]) {
  if (comments.length === 0) return []
  const files = await diffFiles(repository.gitPath, await diffStart(repository, pull), pull.head_sha)
  return comments.map((comment) => {
    checkBody('PullRequestReviewComment', comment.body, true)
    const place = placeOf(files, comment)
    return {
      path: comment.path,
      body: comment.body,
      line: place.line,
      side: place.side,
      start_line: comment.startLine ?? null,
      start_side: comment.startLine === undefined ? null : (comment.startSide ?? 'RIGHT'),
      position: place.position,
      diff_hunk: place.hunk,
    }
  })
}

function placeOf(files: readonly FileDiff[], comment: LineComment): DiffPlace {
  const file = files.find(({ path }) => path === comment.path)
  if (file === undefined) throw invalid('PullRequestReviewComment', 'path', 'pull_request_review_thread.path is invalid')
  const place = placeOfLine(file.patch ?? '', comment.line, comment.side ?? 'RIGHT')
  if (place === undefined) throw invalid('PullRequestReviewComment', 'line', 'pull_request_review_thread.line must be part of the diff')
  return place
}

function emitReview(hub: Hub, repository: Repository, author: Author, { issue, pull }: FoundPull, reviewId: number): void {
  const review = hub.store.one(reviewRow, 'SELECT * FROM reviews WHERE id = ?', reviewId)
  const fields = {
    review: reviewEventPayload(hub, repository, issue, review),
    pull_request: simplePullPayload(hub, repository, issue, pull),
  }
  emit(hub, repository, { event: 'pull_request_review', action: 'submitted', sender: author.user, fields })
}

function emitReviewComment(hub: Hub, repository: Repository, author: Author, commentId: number): void {
  const { comment, found } = findReviewComment(hub, repository, commentId)
  const { issue, pull } = found
  const fields = {
    comment: reviewCommentPayload(hub, repository, issue, comment),
    pull_request: simplePullPayload(hub, repository, issue, pull),
  }
  emit(hub, repository, { event: 'pull_request_review_comment', action: 'created', sender: author.user, fields })
}
