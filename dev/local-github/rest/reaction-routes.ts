import { Hono } from 'hono'
import { z } from 'zod'
import { demand, demandOwnOrWrite, type Access } from '../access-control.ts'
import type { Hub } from '../hub.ts'
import { pullOf } from '../payloads/issue-payload.ts'
import { reactionPayload } from '../payloads/reactions-payload.ts'
import { findComment } from '../services/comment-service.ts'
import { findIssue } from '../services/issue-service.ts'
import { listReactions, react, removeReaction, type ReactionTarget } from '../services/reaction-service.ts'
import { findReviewComment } from '../services/review-service.ts'
import type { Repository } from '../store/repository-rows.ts'
import { REACTIONS, type IssueRow } from '../store/row-types.ts'
import { READ_CONVERSATION, READ_PULLS, COMMENT_IN_CONVERSATION, COMMENT_ON_ISSUES, COMMENT_ON_PULLS } from './required-permissions.ts'
import { enter, enterAsAuthor, numberParam, pageOf, readBody, type ApiContext, type ApiEnv } from './rest-request.ts'

const newReaction = z.object({ content: z.enum(REACTIONS) })
type Level = 'read' | 'write'
type Finder = (c: ApiContext, repository: Repository, access: Access, level: Level) => ReactionTarget

/** The same three endpoints for everything that can have reactions. */
export function reactionRoutes(hub: Hub): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()

  const demandOnIssue = (access: Access, issue: IssueRow, level: Level) => {
    if (level === 'write') demand(access, pullOf(hub, issue.id) === undefined ? COMMENT_ON_ISSUES : COMMENT_IN_CONVERSATION)
  }
  const issueTarget: Finder = (c, repository, access, level) => {
    const issue = findIssue(hub, repository, numberParam(c, 'id'))
    demandOnIssue(access, issue, level)
    return { subject: 'issue', id: issue.id }
  }
  const commentTarget: Finder = (c, repository, access, level) => {
    const { comment, issue } = findComment(hub, repository, numberParam(c, 'id'))
    demandOnIssue(access, issue, level)
    return { subject: 'comment', id: comment.id }
  }
  const reviewCommentTarget: Finder = (c, repository, access, level) => {
    const { comment } = findReviewComment(hub, repository, numberParam(c, 'id'))
    demand(access, level === 'write' ? COMMENT_ON_PULLS : READ_PULLS)
    return { subject: 'review_comment', id: comment.id }
  }

  const add = (path: string, find: Finder) => {
    routes.get(path, (c) => {
      const { repository, access } = enter(hub, c, READ_CONVERSATION)
      const content = c.req.query('content')
      const reactions = listReactions(hub, find(c, repository, access, 'read')).filter(
        (one) => content === undefined || one.content === content,
      )
      return c.json(pageOf(hub, c, reactions).map((reaction) => reactionPayload(hub, reaction)))
    })
    routes.post(path, async (c) => {
      const { repository, access, author } = enterAsAuthor(hub, c, COMMENT_IN_CONVERSATION)
      const target = find(c, repository, access, 'write')
      const { content } = await readBody(c, newReaction)
      const { reaction, created } = react(hub, author, target, content)
      return c.json(reactionPayload(hub, reaction), created ? 201 : 200)
    })
    routes.delete(`${path}/:reaction`, (c) => {
      const { repository, access } = enterAsAuthor(hub, c, COMMENT_IN_CONVERSATION)
      const target = find(c, repository, access, 'write')
      const id = numberParam(c, 'reaction')
      const owner = listReactions(hub, target).find((reaction) => reaction.id === id)?.user_id
      if (owner !== undefined) demandOwnOrWrite(access, owner)
      removeReaction(hub, target, id)
      return c.body(null, 204)
    })
  }

  add('/repos/:owner/:repo/issues/:id{[0-9]+}/reactions', issueTarget)
  add('/repos/:owner/:repo/issues/comments/:id/reactions', commentTarget)
  add('/repos/:owner/:repo/pulls/comments/:id/reactions', reviewCommentTarget)
  return routes
}
