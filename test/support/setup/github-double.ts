import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { html } from 'hono/html'
import { z } from 'zod'
import { assertRestAnswer } from '#test/support/github-conformance.ts'
import { readJson } from '#test/support/github-descriptions.ts'
import { privateKey } from '../app-key.ts'

export const WEBHOOK_SECRET = 'e340154128314309424b7c8e90325147d99fdafa'
export const CLIENT = { id: 'Iv1.8a61f9b3a7aba766', secret: '1726be1638095a19edd134c77bde3aa2ece1e5d8' }
export const CODE = 'a180b1a3d263c81bc6441d7b990bae27d4c10679'
/** None of these may appear in a page or a log. */
export const SECRETS = [WEBHOOK_SECRET, CLIENT.secret, CODE, privateKey.split('\n')[1] ?? '']

export type GitHubDouble = {
  url: string
  apiUrl: string
  /** Accounts whose page for new apps was opened, with the submitted manifest. */
  asked: { account: string; manifest: Record<string, unknown>; origin: string | null }[]
  /** Codes that were submitted for exchange. */
  exchanged: string[]
  /** Fails the next exchange with this status. */
  failNext(status: number): void
  close(): Promise<void>
}

/** GitHub's response, as in its documentation. */
export function madeApp(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const examples = z.object({
    components: z.object({ examples: z.object({ 'integration-from-manifest': z.object({ value: z.record(z.string(), z.unknown()) }) }) }),
  })
  const { value } = examples.parse(readJson('@octokit/openapi/generated/api.github.com.json')).components.examples[
    'integration-from-manifest'
  ]
  const answer = {
    ...value,
    id: 4711,
    webhook_secret: WEBHOOK_SECRET,
    client_id: CLIENT.id,
    client_secret: CLIENT.secret,
    pem: privateKey,
    ...changes,
  }
  assertRestAnswer('POST', '/app-manifests/code/conversions', 201, answer)
  return answer
}

/** The part of GitHub that creates an app from a manifest: two pages and one endpoint. */
export async function startGitHubDouble(): Promise<GitHubDouble> {
  const asked: GitHubDouble['asked'] = []
  const exchanged: string[] = []
  const failures: number[] = []
  const app = new Hono()

  const newApp = (account: string) =>
    app.post(`${account}/settings/apps/new`, async (context) => {
      const { manifest } = z.object({ manifest: z.string() }).parse(await context.req.parseBody())
      const parsed = z.looseObject({ redirect_url: z.url() }).parse(JSON.parse(manifest))
      asked.push({ account: context.req.path.replace(/\/settings.*/, ''), manifest: parsed, origin: context.req.header('origin') ?? null })
      const back = new URL(parsed.redirect_url)
      back.searchParams.set('code', CODE)
      back.searchParams.set('state', context.req.query('state') ?? '')
      return context.html(
        html`<link rel="icon" href="data:," />
          <form method="post" action="/confirmed?to=${encodeURIComponent(back.href)}"><button>Create it</button></form>`,
      )
    })
  newApp('')
  newApp('/organizations/:name')
  app.post('/confirmed', (context) => context.redirect(context.req.query('to') ?? '', 302))

  app.post('/api/app-manifests/:code/conversions', (context) => {
    const { code } = context.req.param()
    const failure = failures.shift()
    if (failure !== undefined) return context.json({ message: 'Not now' }, failure as 503)
    const isNew = code === CODE && !exchanged.includes(code)
    exchanged.push(code)
    return isNew ? context.json(madeApp({ html_url: `${url}/apps/octoapp` }), 201) : context.json({ message: 'Not Found' }, 404)
  })

  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
  await new Promise<void>((resolve) => server.once('listening', () => resolve()))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  return {
    url,
    apiUrl: `${url}/api`,
    asked,
    exchanged,
    failNext: (status) => void failures.push(status),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
