import { Hono } from 'hono'
import { z } from 'zod'
import { demand, demandOwnOrWrite, type Access } from '../access-control.ts'
import type { Hub } from '../hub.ts'
import { commentPayload } from '../payloads/comment-payload.ts'
import { pullOf } from '../payloads/issue-payload.ts'
import { createComment, deleteComment, editComment, findComment } from '../services/comment-service.ts'
import { findIssue } from '../services/issue-service.ts'
import { commentRow, type IssueRow } from '../store/row-types.ts'
import { READ_CONVERSATION, COMMENT_IN_CONVERSATION, COMMENT_ON_ISSUES } from './required-permissions.ts'
import { enter, enterAsAuthor, numberParam, pageOf, readBody, type ApiEnv } from './rest-request.ts'

const text = z.object({ body: z.string() })

/** A comment on an issue needs 'issues'; on a pull request 'pull_requests' is enough too. */
function demandMayComment(hub: Hub, access: Access, issue: IssueRow): void {
  demand(access, pullOf(hub, issue.id) === undefined ? COMMENT_ON_ISSUES : COMMENT_IN_CONVERSATION)
}

export function commentRoutes(hub: Hub): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()

  routes.get('/repos/:owner/:repo/issues/:number{[0-9]+}/comments', (c) => {
    const { repository } = enter(hub, c, READ_CONVERSATION)
    const issue = findIssue(hub, repository, numberParam(c, 'number'))
    const since = c.req.query('since') ?? ''
    const comments = hub.store.all(commentRow, 'SELECT * FROM comments WHERE issue_id = ? AND updated_at >= ? ORDER BY id', issue.id, since)
    return c.json(pageOf(hub, c, comments).map((comment) => commentPayload(hub, repository, issue, comment)))
  })

  routes.post('/repos/:owner/:repo/issues/:number{[0-9]+}/comments', async (c) => {
    const { repository, access, author } = enterAsAuthor(hub, c, COMMENT_IN_CONVERSATION)
    const issue = findIssue(hub, repository, numberParam(c, 'number'))
    demandMayComment(hub, access, issue)
    const { body } = await readBody(c, text)
    return c.json(commentPayload(hub, repository, issue, createComment(hub, repository, author, issue, body)), 201)
  })

  routes.get('/repos/:owner/:repo/issues/comments/:comment', (c) => {
    const { repository } = enter(hub, c, READ_CONVERSATION)
    const { comment, issue } = findComment(hub, repository, numberParam(c, 'comment'))
    return c.json(commentPayload(hub, repository, issue, comment))
  })

  routes.patch('/repos/:owner/:repo/issues/comments/:comment', async (c) => {
    const { repository, access, author } = enterAsAuthor(hub, c, COMMENT_IN_CONVERSATION)
    const { comment, issue } = findComment(hub, repository, numberParam(c, 'comment'))
    demandMayComment(hub, access, issue)
    demandOwnOrWrite(access, comment.user_id)
    const { body } = await readBody(c, text)
    return c.json(commentPayload(hub, repository, issue, editComment(hub, repository, author, comment, body)))
  })

  routes.delete('/repos/:owner/:repo/issues/comments/:comment', (c) => {
    const { repository, access, author } = enterAsAuthor(hub, c, COMMENT_IN_CONVERSATION)
    const { comment, issue } = findComment(hub, repository, numberParam(c, 'comment'))
    demandMayComment(hub, access, issue)
    demandOwnOrWrite(access, comment.user_id)
    deleteComment(hub, repository, author, comment)
    return c.body(null, 204)
  })

  return routes
}
