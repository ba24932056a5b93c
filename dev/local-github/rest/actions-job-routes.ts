import { Hono } from 'hono'
import { isSignedLink, signLink } from '../authentication.ts'
import { notFound } from '../api-error.ts'
import type { Hub } from '../hub.ts'
import { logOfJob } from '../store/job-rows.ts'
import { findCheckRun } from '../services/check-run-service.ts'
import { READ_ACTIONS } from './required-permissions.ts'
import { enter, numberParam, type ApiEnv } from './rest-request.ts'

/** The logs of jobs. As on GitHub, the API only redirects to a log. */
export function actionsJobRoutes(hub: Hub): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()
  routes.get('/repos/:owner/:repo/actions/jobs/:job/logs', (c) => {
    const { repository } = enter(hub, c, READ_ACTIONS)
    const { id } = findCheckRun(hub, repository, numberParam(c, 'job'))
    if (logOfJob(hub, { id }) === undefined) throw notFound()
    const path = `/_logs/${id}`
    return c.redirect(`${hub.url}${path}?token=${signLink(hub, path)}`, 302)
  })
  return routes
}

/** The target of that redirect. The signed link is the authorization. */
export function logRoutes(hub: Hub): Hono {
  const routes = new Hono()
  routes.get('/_logs/:job{[0-9]+}', (c) => {
    const log = logOfJob(hub, { id: Number(c.req.param('job')) })
    if (log === undefined || !isSignedLink(hub, c.req.path, c.req.query('token') ?? '')) throw notFound()
    return c.text(log)
  })
  return routes
}
