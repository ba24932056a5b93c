import { Hono } from 'hono'
import { z } from 'zod'
import { ApiError } from '../api-error.ts'
import type { Hub } from '../hub.ts'
import { labelPayload } from '../payloads/label-payload.ts'
import { simplePullPayload } from '../payloads/pull-payload.ts'
import { findIssue } from '../services/issue-service.ts'
import { findPull } from '../services/pull-service.ts'
import { addLabels, labelsOf, requestReview } from '../store/label-and-reviewer-rows.ts'
import { roleOf } from '../store/repository-rows.ts'
import { userByLogin } from '../store/user-rows.ts'
import { COMMENT_IN_CONVERSATION, WRITE_PULLS } from './required-permissions.ts'
import { enterAsAuthor, numberParam, readBody, type ApiEnv } from './rest-request.ts'

const labels = z.object({ labels: z.array(z.string().min(1).max(50)).max(100) })
const reviewers = z.object({ reviewers: z.array(z.string()).default([]), team_reviewers: z.array(z.string()).default([]) })

/** Labels and requested reviewers. There are no teams here, so none can be requested. */
export function labelAndReviewerRoutes(hub: Hub): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()

  routes.post('/repos/:owner/:repo/issues/:number{[0-9]+}/labels', async (c) => {
    const { repository } = enterAsAuthor(hub, c, COMMENT_IN_CONVERSATION)
    const issue = findIssue(hub, repository, numberParam(c, 'number'))
    addLabels(hub, issue.id, (await readBody(c, labels)).labels)
    return c.json(labelsOf(hub, issue.id).map((label) => labelPayload(hub, repository, label)))
  })

  routes.post('/repos/:owner/:repo/pulls/:number{[0-9]+}/requested_reviewers', async (c) => {
    const { repository } = enterAsAuthor(hub, c, WRITE_PULLS)
    const { issue, pull } = findPull(hub, repository, numberParam(c, 'number'))
    const asked = await readBody(c, reviewers)
    const people = asked.reviewers.map((login) => userByLogin(hub.store, login))
    if (asked.team_reviewers.length > 0 || people.some((user) => user === undefined || roleOf(hub, repository, user.id) === null)) {
      throw new ApiError(422, 'Reviews may only be requested from collaborators.')
    }
    for (const user of people) if (user !== undefined) requestReview(hub, issue.id, user)
    return c.json(simplePullPayload(hub, repository, issue, pull), 201)
  })

  return routes
}
