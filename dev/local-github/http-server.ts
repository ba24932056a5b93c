import { randomUUID } from 'node:crypto'
import { Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Actor } from './actor.ts'
import { ApiError, notFound } from './api-error.ts'
import { authenticate } from './authentication.ts'
import { gitRoutes } from './git-http.ts'
import { graphqlRoutes } from './graphql/graphql-routes.ts'
import type { Hub } from './hub.ts'
import { pageRoutes } from './pages/page-routes.ts'
import { actionsJobRoutes, logRoutes } from './rest/actions-job-routes.ts'
import { appRoutes } from './rest/app-routes.ts'
import { checkRunRoutes } from './rest/check-run-routes.ts'
import { commentRoutes } from './rest/comment-routes.ts'
import { commitRoutes } from './rest/commit-routes.ts'
import { contentRoutes } from './rest/content-routes.ts'
import { contentWriteRoutes } from './rest/content-write-routes.ts'
import { deliveryRoutes } from './rest/delivery-routes.ts'
import { labelAndReviewerRoutes } from './rest/label-and-reviewer-routes.ts'
import { gitDataRoutes } from './rest/git-data-routes.ts'
import { gitRefRoutes } from './rest/git-ref-routes.ts'
import { issueRoutes } from './rest/issue-routes.ts'
import { pullRoutes } from './rest/pull-routes.ts'
import { reactionRoutes } from './rest/reaction-routes.ts'
import { archiveRoutes, repositoryRoutes } from './rest/repository-rest-routes.ts'
import type { ApiEnv } from './rest/rest-request.ts'
import { reviewRoutes } from './rest/review-routes.ts'
import { userRoutes } from './rest/user-routes.ts'

const MAX_API_BYTES = 64 * 1024 * 1024
const REQUESTS_PER_HOUR = 5_000
const HOUR_S = 3_600

/** All HTTP routes: the API with the paths of GitHub Enterprise, git, and the pages. `report` receives unexpected errors. */
export function createServerApp(hub: Hub, report: (error: unknown) => void): Hono {
  const app = new Hono()
  const accountRoutes = [appRoutes, deliveryRoutes, userRoutes, repositoryRoutes]
  const codeRoutes = [contentRoutes, contentWriteRoutes, commitRoutes, gitDataRoutes, gitRefRoutes]
  const conversationRoutes = [
    issueRoutes,
    commentRoutes,
    reactionRoutes,
    pullRoutes,
    reviewRoutes,
    checkRunRoutes,
    actionsJobRoutes,
    labelAndReviewerRoutes,
  ]
  const limit = bodyLimit({ maxSize: MAX_API_BYTES, onError: () => refuse(new ApiError(413, 'Payload too large')) })
  const api = new Hono<ApiEnv>()
  api.use(limit, gitHubHeaders(), identify(hub))
  // On GitHub Enterprise, GraphQL is next to `/v3`; on github.com, and so in many clients, it is below the API's root.
  api.route('/v3', graphqlRoutes(hub)).route('/', graphqlRoutes(hub))
  for (const routes of [...accountRoutes, ...codeRoutes, ...conversationRoutes]) api.route('/v3', routes(hub))
  api.all('*', () => refuse(notFound()))
  app.route('/api', api)
  app.route('/', archiveRoutes(hub))
  app.route('/', logRoutes(hub))
  app.route('/', gitRoutes(hub))
  app.route('/', pageRoutes(hub))
  app.notFound(() => refuse(notFound()))
  app.onError((error) => {
    if (error instanceof ApiError) return refuse(error)
    report(error)
    return Response.json({ message: 'Server Error' }, { status: 500 })
  })
  return app
}

function refuse(error: ApiError): Response {
  const headers = error.status === 401 ? { 'WWW-Authenticate': 'Basic realm="GitHub"' } : {}
  return Response.json(error.toJson(), { status: error.status, headers })
}

function identify(hub: Hub): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    c.set('actor', authenticate(hub, c.req.header('Authorization')))
    await next()
  }
}

/** The headers that clients read. The rate limit is counted as on GitHub but not enforced. */
function gitHubHeaders(): MiddlewareHandler<ApiEnv> {
  const used = new Map<string, number>()
  let windowEndsS = 0
  return async (c, next) => {
    const nowS = Math.floor(Date.now() / 1_000)
    if (nowS >= windowEndsS) {
      used.clear()
      windowEndsS = nowS + HOUR_S
    }
    await next()
    const actor: Actor | undefined = c.get('actor')
    const key = actor === undefined ? 'anonymous' : actor.kind === 'person' || actor.kind === 'installation' ? actor.user.login : actor.kind
    const count = (used.get(key) ?? 0) + 1
    used.set(key, count)
    c.header('X-GitHub-Request-Id', randomUUID())
    c.header('X-GitHub-Media-Type', 'github.v3; format=json')
    c.header('X-RateLimit-Limit', String(REQUESTS_PER_HOUR))
    c.header('X-RateLimit-Remaining', String(Math.max(REQUESTS_PER_HOUR - count, 0)))
    c.header('X-RateLimit-Used', String(count))
    c.header('X-RateLimit-Reset', String(windowEndsS))
    c.header('X-RateLimit-Resource', 'core')
  }
}
