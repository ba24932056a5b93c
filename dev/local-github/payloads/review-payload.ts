import type { Hub } from '../hub.ts'
import type { IssueRow, ReviewCommentRow, ReviewRow } from '../store/row-types.ts'
import type { Repository } from '../store/repository-rows.ts'
import { userById } from '../store/user-rows.ts'
import { authorAssociation } from './issue-payload.ts'
import { nodeId, pageUrl, repositoryApiUrl } from './payload-links.ts'
import { reactionCounts } from './reactions-payload.ts'
import { userPayload } from './user-payload.ts'

/** Responses write the state in upper case, webhooks in lower case (see `reviewEventPayload`). */
export function reviewPayload(hub: Hub, repository: Repository, issue: IssueRow, review: ReviewRow) {
  const page = pageUrl(hub, repository, `/pull/${issue.number}#pullrequestreview-${review.id}`)
  const pullUrl = repositoryApiUrl(hub, repository, `/pulls/${issue.number}`)
  return {
    id: review.id,
    node_id: nodeId('PullRequestReview', review.id),
    user: userPayload(hub, userById(hub.store, review.user_id)),
    body: review.body,
    state: review.state,
    html_url: page,
    pull_request_url: pullUrl,
    author_association: authorAssociation(hub, repository, review.user_id),
    _links: { html: { href: page }, pull_request: { href: pullUrl } },
    submitted_at: review.submitted_at,
    commit_id: review.commit_id,
  }
}

export function reviewEventPayload(hub: Hub, repository: Repository, issue: IssueRow, review: ReviewRow) {
  return {
    ...reviewPayload(hub, repository, issue, review),
    body: review.body === '' ? null : review.body,
    state: review.state.toLowerCase(),
  }
}

export function reviewCommentPayload(hub: Hub, repository: Repository, issue: IssueRow, comment: ReviewCommentRow) {
  const url = repositoryApiUrl(hub, repository, `/pulls/comments/${comment.id}`)
  const page = pageUrl(hub, repository, `/pull/${issue.number}#discussion_r${comment.id}`)
  const pullUrl = repositoryApiUrl(hub, repository, `/pulls/${issue.number}`)
  return {
    url,
    pull_request_review_id: comment.review_id,
    id: comment.id,
    node_id: nodeId('PullRequestReviewComment', comment.id),
    diff_hunk: comment.diff_hunk,
    path: comment.path,
    commit_id: comment.commit_id,
    original_commit_id: comment.commit_id,
    user: userPayload(hub, userById(hub.store, comment.user_id)),
    body: comment.body,
    created_at: comment.created_at,
    updated_at: comment.updated_at,
    html_url: page,
    pull_request_url: pullUrl,
    author_association: authorAssociation(hub, repository, comment.user_id),
    _links: { self: { href: url }, html: { href: page }, pull_request: { href: pullUrl } },
    reactions: reactionCounts(hub, 'review_comment', comment.id, url),
    start_line: comment.start_line,
    original_start_line: comment.start_line,
    start_side: comment.start_side,
    line: comment.line,
    original_line: comment.line,
    side: comment.side,
    ...(comment.in_reply_to_id === null ? {} : { in_reply_to_id: comment.in_reply_to_id }),
    position: comment.position,
    original_position: comment.position,
    subject_type: 'line',
  }
}
