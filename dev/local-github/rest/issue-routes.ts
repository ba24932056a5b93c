import { Hono } from 'hono'
import { z } from 'zod'
import { demand, demandOwnOrWrite } from '../access-control.ts'
import type { Hub } from '../hub.ts'
import { issueResponse, pullOf } from '../payloads/issue-payload.ts'
import { closeIssue, createIssue, editIssueText, findIssue, reloadIssue, reopenIssue } from '../services/issue-service.ts'
import { editPull } from '../services/pull-service.ts'
import { issueRow } from '../store/row-types.ts'
import { setLocked } from '../store/restriction-rows.ts'
import { READ_CONVERSATION, READ_ISSUES, COMMENT_IN_CONVERSATION, COMMENT_ON_ISSUES, WRITE_PULLS } from './required-permissions.ts'
import { enter, enterAsAuthor, numberParam, pageOf, readBody, type ApiEnv } from './rest-request.ts'

const newIssue = z.object({ title: z.union([z.string(), z.number().transform(String)]), body: z.string().nullish() })
const changedIssue = z.object({
  title: z.string().optional(),
  body: z.string().nullish(),
  state: z.enum(['open', 'closed']).optional(),
  state_reason: z.enum(['completed', 'not_planned', 'duplicate', 'reopened']).nullish(),
})

export function issueRoutes(hub: Hub): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()

  routes.get('/repos/:owner/:repo/issues', (c) => {
    const { repository } = enter(hub, c, READ_ISSUES)
    const { state = 'open', direction } = c.req.query()
    const issues = hub.store
      .all(issueRow, 'SELECT * FROM issues WHERE repository_id = ? ORDER BY number DESC', repository.row.id)
      .filter((issue) => state === 'all' || issue.state === state)
    const shown = pageOf(hub, c, direction === 'asc' ? issues.toReversed() : issues)
    return c.json(shown.map((issue) => issueResponse(hub, repository, issue)))
  })

  routes.post('/repos/:owner/:repo/issues', async (c) => {
    const { repository, author } = enterAsAuthor(hub, c, COMMENT_ON_ISSUES)
    const { title, body } = await readBody(c, newIssue)
    const issue = createIssue(hub, repository, author, { title, body: body ?? null })
    return c.json(issueResponse(hub, repository, issue), 201)
  })

  routes.get('/repos/:owner/:repo/issues/:number{[0-9]+}', (c) => {
    const { repository } = enter(hub, c, READ_CONVERSATION)
    return c.json(issueResponse(hub, repository, findIssue(hub, repository, numberParam(c, 'number'))))
  })

  routes.patch('/repos/:owner/:repo/issues/:number{[0-9]+}', async (c) => {
    const { repository, access, author } = enterAsAuthor(hub, c, COMMENT_IN_CONVERSATION)
    const issue = findIssue(hub, repository, numberParam(c, 'number'))
    const pull = pullOf(hub, issue.id)
    demand(access, pull === undefined ? COMMENT_ON_ISSUES : COMMENT_IN_CONVERSATION)
    demandOwnOrWrite(access, issue.user_id)
    const { title, body, state, state_reason: reason } = await readBody(c, changedIssue)
    const text = { ...(title === undefined ? {} : { title }), ...(body === undefined ? {} : { body }) }
    if (pull !== undefined) {
      await editPull(hub, repository, author, { issue, pull }, { ...text, ...(state === undefined ? {} : { state }) })
    } else {
      const edited = editIssueText(hub, repository, author, issue, text)
      if (state === 'closed') closeIssue(hub, repository, author, edited, reason == null || reason === 'reopened' ? 'completed' : reason)
      if (state === 'open') reopenIssue(hub, repository, author, edited)
    }
    return c.json(issueResponse(hub, repository, reloadIssue(hub, issue.id)))
  })

  for (const method of ['put', 'delete'] as const)
    routes[method]('/repos/:owner/:repo/issues/:number{[0-9]+}/lock', (c) => {
      const { repository } = enterAsAuthor(hub, c, WRITE_PULLS)
      setLocked(hub, findIssue(hub, repository, numberParam(c, 'number')).id, method === 'put')
      return c.body(null, 204)
    })

  return routes
}
