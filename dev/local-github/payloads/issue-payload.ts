import type { Hub } from '../hub.ts'
import { labelsOf } from '../store/label-and-reviewer-rows.ts'
import { isLocked } from '../store/restriction-rows.ts'
import { countRow, pullRow, type IssueRow, type PullRow } from '../store/row-types.ts'
import { roleOf, type Repository } from '../store/repository-rows.ts'
import { userById } from '../store/user-rows.ts'
import { appPayload } from './app-payload.ts'
import { labelPayload } from './label-payload.ts'
import { nodeId, pageUrl, repositoryApiUrl } from './payload-links.ts'
import { reactionCounts } from './reactions-payload.ts'
import { userPayload } from './user-payload.ts'

export function pullOf(hub: Hub, issueId: number): PullRow | undefined {
  return hub.store.get(pullRow, 'SELECT * FROM pulls WHERE issue_id = ?', issueId)
}

/** The author's association with the repository. */
export function authorAssociation(hub: Hub, repository: Repository, userId: number): string {
  if (userId === repository.row.owner_id) return 'OWNER'
  const role = roleOf(hub, repository, userId)
  if (role === 'admin' && repository.owner.type === 'Organization') return 'MEMBER'
  return role === null ? 'NONE' : 'COLLABORATOR'
}

/** An issue, or a pull request in the issues API and `issue_comment`, which then has `pull_request`. */
export function issuePayload(hub: Hub, repository: Repository, issue: IssueRow) {
  const url = repositoryApiUrl(hub, repository, `/issues/${issue.number}`)
  const pull = pullOf(hub, issue.id)
  const page = pageUrl(hub, repository, `/${pull === undefined ? 'issues' : 'pull'}/${issue.number}`)
  return {
    url,
    repository_url: repositoryApiUrl(hub, repository),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: page,
    id: issue.id,
    node_id: nodeId('Issue', issue.id),
    number: issue.number,
    title: issue.title,
    user: userPayload(hub, userById(hub.store, issue.user_id)),
    labels: labelsOf(hub, issue.id).map((label) => labelPayload(hub, repository, label)),
    state: issue.state,
    locked: isLocked(hub, issue.id),
    assignee: null,
    assignees: [],
    milestone: null,
    comments: hub.store.one(countRow, 'SELECT count(*) AS count FROM comments WHERE issue_id = ?', issue.id).count,
    created_at: issue.created_at,
    updated_at: issue.updated_at,
    closed_at: issue.closed_at,
    author_association: authorAssociation(hub, repository, issue.user_id),
    active_lock_reason: null,
    ...(pull === undefined ? {} : { draft: pull.draft, pull_request: pullLinks(hub, repository, issue.number, pull) }),
    body: issue.body,
    reactions: reactionCounts(hub, 'issue', issue.id, url),
    timeline_url: `${url}/timeline`,
    performed_via_github_app: issue.via_app ? appPayload(hub) : null,
    state_reason: issue.state_reason,
  }
}

function pullLinks(hub: Hub, repository: Repository, number: number, pull: PullRow) {
  const page = pageUrl(hub, repository, `/pull/${number}`)
  return {
    url: repositoryApiUrl(hub, repository, `/pulls/${number}`),
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    merged_at: pull.merged_at,
  }
}

/** The response of the issues API, which includes who closed the issue. */
export function issueResponse(hub: Hub, repository: Repository, issue: IssueRow) {
  const closedBy = issue.closed_by_id === null ? null : userPayload(hub, userById(hub.store, issue.closed_by_id))
  return { ...issuePayload(hub, repository, issue), closed_by: closedBy }
}
