import { createAdaptorServer } from '@hono/node-server'
import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { Hono } from 'hono'
import { createNodeMiddleware, Probot, ProbotOctokit } from 'probot'
import type { ApplicationFunction } from 'probot'
import { acceptPreviousSecret } from './webhooks/previous-secret.ts'

/** What Probot gives the function that makes its client's defaults, as far as it is changed here. */
type ProbotDefaults = { auth: { request: { defaults(changes: { baseUrl: string }): unknown } } }
type ProbotLog = NonNullable<NonNullable<ConstructorParameters<typeof Probot>[0]>['log']>

export type WebServerOptions = {
  host: string
  /** 0: a free one. */
  port: number
  github: { appId: number; privateKey: string; apiUrl: string }
  webhookSecret: string
  /** The one before it, while GitHub may still sign with that. */
  oldWebhookSecret: string | null
  app: ApplicationFunction
  pages: Hono
  log: ProbotLog
}

const WEBHOOKS = '/api/github/webhooks'
/** A request that has not come in whole by then is dropped. */
const REQUEST_MS = 30_000
/** How long answers that are on their way may take when the server is closed. */
const LAST_ANSWERS_MS = 5_000

/** Webhooks by Probot at `/api/github/webhooks`, our pages for everything else; nothing of Probot's own pages. */
export async function startWebServer(options: WebServerOptions): Promise<{ port: number; close(): Promise<void> }> {
  const receive = await createNodeMiddleware(options.app, { probot: createProbot(options) })
  const front = new Hono<{ Bindings: HttpBindings }>()
  front.all(WEBHOOKS, async (context) => {
    const { incoming, outgoing } = context.env
    const { webhookSecret: now, oldWebhookSecret: old } = options
    if (old !== null) await acceptPreviousSecret(incoming, { now, old })
    await receive(incoming, outgoing)
    return RESPONSE_ALREADY_SENT
  })
  front.all('*', (context) => options.pages.fetch(context.req.raw, context.env))

  const server = createAdaptorServer({ fetch: front.fetch, serverOptions: { requestTimeout: REQUEST_MS } })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, () => resolve())
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)))
        if ('closeAllConnections' in server) setTimeout(() => server.closeAllConnections(), LAST_ANSWERS_MS).unref()
      }),
  }
}

function createProbot({ github, webhookSecret, log }: WebServerOptions): Probot {
  // The base URL has to go in by a function, and into the token requests as well; otherwise they go to github.com.
  const Octokit = ProbotOctokit.defaults((options: ProbotDefaults) => ({
    ...options,
    baseUrl: github.apiUrl,
    auth: { ...options.auth, request: options.auth.request.defaults({ baseUrl: github.apiUrl }) },
  }))
  const { appId, privateKey } = github
  return new Probot({ appId, privateKey, secret: webhookSecret, Octokit, logLevel: 'warn', log })
}
