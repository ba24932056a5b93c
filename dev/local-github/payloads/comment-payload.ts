import type { Hub } from '../hub.ts'
import type { CommentRow, IssueRow } from '../store/row-types.ts'
import type { Repository } from '../store/repository-rows.ts'
import { userById } from '../store/user-rows.ts'
import { appPayload } from './app-payload.ts'
import { authorAssociation, pullOf } from './issue-payload.ts'
import { nodeId, pageUrl, repositoryApiUrl } from './payload-links.ts'
import { reactionCounts } from './reactions-payload.ts'
import { userPayload } from './user-payload.ts'

export function commentPayload(hub: Hub, repository: Repository, issue: IssueRow, comment: CommentRow) {
  const url = repositoryApiUrl(hub, repository, `/issues/comments/${comment.id}`)
  const kind = pullOf(hub, issue.id) === undefined ? 'issues' : 'pull'
  return {
    url,
    html_url: pageUrl(hub, repository, `/${kind}/${issue.number}#issuecomment-${comment.id}`),
    issue_url: repositoryApiUrl(hub, repository, `/issues/${issue.number}`),
    id: comment.id,
    node_id: nodeId('IssueComment', comment.id),
    user: userPayload(hub, userById(hub.store, comment.user_id)),
    created_at: comment.created_at,
    updated_at: comment.updated_at,
    author_association: authorAssociation(hub, repository, comment.user_id),
    body: comment.body,
    reactions: reactionCounts(hub, 'comment', comment.id, url),
    performed_via_github_app: comment.via_app ? appPayload(hub) : null,
  }
}
