import type { Server as HttpServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { Probot, ProbotOctokit, Server } from 'probot'
import type { ApplicationFunction } from 'probot'
import type { Hono } from 'hono'

/** What Probot gives the function that makes its client's defaults, as far as it is changed here. */
type ProbotDefaults = { auth: { request: { defaults(changes: { baseUrl: string }): unknown } } }

export type WebServerOptions = {
  host: string
  /** 0: a free one. */
  port: number
  github: { appId: number; privateKey: string; apiUrl: string }
  webhookSecret: string
  app: ApplicationFunction
  pages: Hono
}

/** Webhooks by Probot at `/api/github/webhooks`, our pages for everything else. */
export async function startWebServer({
  host,
  port,
  github,
  webhookSecret,
  app,
  pages,
}: WebServerOptions): Promise<{ port: number; close(): Promise<void> }> {
  // The base URL has to go in by a function, and into the token requests as well; otherwise they go to github.com.
  const Octokit = ProbotOctokit.defaults((options: ProbotDefaults) => ({
    ...options,
    baseUrl: github.apiUrl,
    auth: { ...options.auth, request: options.auth.request.defaults({ baseUrl: github.apiUrl }) },
  }))
  const server = new Server({
    host,
    port,
    Probot: Probot.defaults({ appId: github.appId, privateKey: github.privateKey, secret: webhookSecret, Octokit, logLevel: 'warn' }),
  })
  await server.load(app)
  const listener = getRequestListener(pages.fetch)
  server.addHandler((request, response) => {
    if (request.url?.startsWith('/api/github/webhooks') === true) return false
    void listener(request, response)
    return true
  })
  const http: HttpServer = await server.start()
  http.requestTimeout = 30_000
  return { port: server.port, close: () => server.stop() }
}
