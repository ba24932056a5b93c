import { createAdaptorServer } from '@hono/node-server'
import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { Hono } from 'hono'
import { createNodeMiddleware, Probot, ProbotOctokit } from 'probot'
import type { ApplicationFunction } from 'probot'
import { acceptPreviousSecret } from './webhooks/previous-secret.ts'
import { readWebhookBody } from './webhooks/webhook-body.ts'

/** The part of Probot's default client options that is changed here. */
type ProbotDefaults = { auth: { request: { defaults(changes: { baseUrl: string }): unknown } } }
type ProbotLog = NonNullable<NonNullable<ConstructorParameters<typeof Probot>[0]>['log']>

export type WebServerOptions = {
  host: string
  /** 0: any free port. */
  port: number
  github: { appId: number; privateKey: string; apiUrl: string }
  webhookSecret: string
  /** The previous secret, if GitHub may still sign with it. */
  oldWebhookSecret: string | null
  app: ApplicationFunction
  pages: Hono
  log: ProbotLog
}

const WEBHOOKS = '/api/github/webhooks'
/** A request that is not complete by then is dropped. */
const REQUEST_MS = 30_000
/** Time for reading that a body is refused. What arrives meanwhile is dropped. */
const REFUSED_MS = 1_000
/** Time for responses in progress when the server closes. */
const LAST_ANSWERS_MS = 5_000

/** Probot handles webhooks at `/api/github/webhooks`, our pages handle everything else. Probot's own pages are not served. */
export async function startWebServer(options: WebServerOptions): Promise<{ port: number; close(): Promise<void> }> {
  const receive = await createNodeMiddleware(options.app, { probot: createProbot(options) })
  const front = new Hono<{ Bindings: HttpBindings }>()
  front.all(WEBHOOKS, async (context) => {
    const { incoming, outgoing } = context.env
    const { webhookSecret: now, oldWebhookSecret: old } = options
    if (incoming.method === 'POST') {
      const body = await readWebhookBody(incoming)
      if (body === null) {
        outgoing.writeHead(413).end('The body is larger than 25 MB.\n')
        // A connection that is closed at once, while its client still sends, loses the answer.
        setTimeout(() => incoming.destroy(), REFUSED_MS).unref()
        return RESPONSE_ALREADY_SENT
      }
      // The stream is consumed here, so later handlers read the body from the request.
      Object.assign(incoming, { body })
      if (old !== null) acceptPreviousSecret(incoming, body, { now, old })
    }
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
  // The base URL must be set by a function and also for token requests. Otherwise they go to github.com.
  const Octokit = ProbotOctokit.defaults((options: ProbotDefaults) => ({
    ...options,
    baseUrl: github.apiUrl,
    auth: { ...options.auth, request: options.auth.request.defaults({ baseUrl: github.apiUrl }) },
  }))
  const { appId, privateKey } = github
  return new Probot({ appId, privateKey, secret: webhookSecret, Octokit, logLevel: 'warn', log })
}
