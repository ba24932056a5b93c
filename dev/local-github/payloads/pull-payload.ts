import type { Hub } from '../hub.ts'
import { labelsOf, requestedReviewersOf } from '../store/label-and-reviewer-rows.ts'
import { isLocked } from '../store/restriction-rows.ts'
import { countRow, type IssueRow, type PullRow } from '../store/row-types.ts'
import type { Repository } from '../store/repository-rows.ts'
import { userById } from '../store/user-rows.ts'
import { authorAssociation } from './issue-payload.ts'
import { labelPayload } from './label-payload.ts'
import { nodeId, pageUrl, repositoryApiUrl } from './payload-links.ts'
import { repositoryPayload } from './repository-payload.ts'
import { userPayload } from './user-payload.ts'

/** Facts about a pull request that come from git. */
export type PullFacts = {
  /** `null` for a closed pull request. */
  mergeable: boolean | null
  mergeableState: 'clean' | 'dirty' | 'draft' | 'unknown'
  commits: number
  additions: number
  deletions: number
  changedFiles: number
}

/** A pull request in lists, reviews and line comments. */
export function simplePullPayload(hub: Hub, repository: Repository, issue: IssueRow, pull: PullRow) {
  const url = repositoryApiUrl(hub, repository, `/pulls/${issue.number}`)
  const issueUrl = repositoryApiUrl(hub, repository, `/issues/${issue.number}`)
  const page = pageUrl(hub, repository, `/pull/${issue.number}`)
  const statuses = repositoryApiUrl(hub, repository, `/statuses/${pull.head_sha}`)
  const reviewComment = repositoryApiUrl(hub, repository, '/pulls/comments{/number}')
  return {
    url,
    id: pull.id,
    node_id: nodeId('PullRequest', pull.id),
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issueUrl,
    number: issue.number,
    state: issue.state,
    locked: isLocked(hub, issue.id),
    title: issue.title,
    user: userPayload(hub, userById(hub.store, issue.user_id)),
    body: issue.body,
    created_at: issue.created_at,
    updated_at: issue.updated_at,
    closed_at: issue.closed_at,
    merged_at: pull.merged_at,
    merge_commit_sha: pull.merge_commit_sha,
    assignee: null,
    assignees: [],
    requested_reviewers: requestedReviewersOf(hub, issue.id).map((user) => userPayload(hub, user)),
    requested_teams: [],
    // GitHub describes this as a string here and as nullable everywhere else.
    labels: labelsOf(hub, issue.id).map((label) => ({ ...labelPayload(hub, repository, label), description: '' })),
    milestone: null,
    draft: pull.draft,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: reviewComment,
    comments_url: `${issueUrl}/comments`,
    statuses_url: statuses,
    head: branchPayload(hub, repository, pull.head_ref, pull.head_sha),
    base: branchPayload(hub, repository, pull.base_ref, pull.base_sha),
    _links: {
      self: { href: url },
      html: { href: page },
      issue: { href: issueUrl },
      comments: { href: `${issueUrl}/comments` },
      review_comments: { href: `${url}/comments` },
      review_comment: { href: reviewComment },
      commits: { href: `${url}/commits` },
      statuses: { href: statuses },
    },
    author_association: authorAssociation(hub, repository, issue.user_id),
    auto_merge: null,
    active_lock_reason: null,
  }
}

function branchPayload(hub: Hub, repository: Repository, ref: string, sha: string) {
  return {
    label: `${repository.owner.login}:${ref}`,
    ref,
    sha,
    user: userPayload(hub, repository.owner),
    repo: repositoryPayload(hub, repository),
  }
}

/** A pull request in its own endpoint and events, with facts from git. */
export function pullPayload(hub: Hub, repository: Repository, issue: IssueRow, pull: PullRow, facts: PullFacts) {
  const count = (table: 'comments' | 'review_comments') =>
    hub.store.one(countRow, `SELECT count(*) AS count FROM ${table} WHERE issue_id = ?`, issue.id).count
  return {
    ...simplePullPayload(hub, repository, issue, pull),
    merged: pull.merged_at !== null,
    mergeable: facts.mergeable,
    rebaseable: facts.mergeable,
    mergeable_state: facts.mergeableState,
    merged_by: pull.merged_by_id === null ? null : userPayload(hub, userById(hub.store, pull.merged_by_id)),
    comments: count('comments'),
    review_comments: count('review_comments'),
    maintainer_can_modify: false,
    commits: facts.commits,
    additions: facts.additions,
    deletions: facts.deletions,
    changed_files: facts.changedFiles,
  }
}
