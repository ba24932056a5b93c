import { Hono, type Context } from 'hono'
import { html } from 'hono/html'
import { z } from 'zod'
import { ApiError } from '../api-error.ts'
import type { Hub } from '../hub.ts'
import { page } from './github-layout.ts'
import { demandSameOrigin, viewerOf } from './page-context.ts'

const PATH = '/login/oauth/authorize'
const asked = z.object({ client_id: z.string(), redirect_uri: z.url({ protocol: /^https?$/ }), state: z.string().max(500).default('') })

/** The consent page for signing in to an app, and the endpoint that exchanges the code for a token. */
export function authorisePages(hub: Hub): Hono {
  const pages = new Hono()

  pages.get(PATH, (c) => {
    const { to } = signInRequest(c)
    const viewer = viewerOf(hub, c)
    const content = html`<h1>Sign in to ${hub.app.slug}</h1>
      <p>It only learns your login, <strong>${viewer.login}</strong>.</p>
      <form method="post"><button>Continue as ${viewer.login}</button></form>`
    // Browsers apply `form-action` to the redirect after a form as well.
    c.header(
      'Content-Security-Policy',
      `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self' ${to.origin}; base-uri 'none'; frame-ancestors 'none'`,
    )
    return c.html(page({ hub, title: 'Sign in', viewer, path: `${PATH}${new URL(c.req.url).search}` }, content))
  })

  pages.post(PATH, (c) => {
    demandSameOrigin(c)
    const { to, state } = signInRequest(c)
    to.searchParams.set('code', hub.authorisation.codeFor(viewerOf(hub, c).login))
    to.searchParams.set('state', state)
    return c.redirect(to.href, 303)
  })

  pages.post('/login/oauth/access_token', async (c) => {
    const body: unknown = await c.req.json().catch(() => null)
    const { data } = z.object({ client_id: z.string(), client_secret: z.string(), code: z.string() }).safeParse(body)
    const { clientId, clientSecret } = hub.authorisation
    // GitHub answers 200 and puts the error into the body.
    if (data?.client_id !== clientId || data.client_secret !== clientSecret)
      return c.json(refusal('incorrect_client_credentials', 'The client_id and/or client_secret passed are incorrect.'))
    const token = hub.authorisation.exchange(data.code)
    if (token === undefined) return c.json(refusal('bad_verification_code', 'The code passed is incorrect or expired.'))
    return c.json({ access_token: token, token_type: 'bearer', scope: '' })
  })

  const signInRequest = (c: Context): { to: URL; state: string } => {
    const { data } = asked.safeParse(c.req.query())
    if (data === undefined || data.client_id !== hub.authorisation.clientId)
      throw new ApiError(404, 'No app with this client ID exists here.')
    return { to: new URL(data.redirect_uri), state: data.state }
  }
  return pages
}

function refusal(error: string, description: string): Record<string, string> {
  return {
    error,
    error_description: description,
    error_uri: 'https://docs.github.com/apps/managing-oauth-apps/troubleshooting-oauth-app-access-token-request-errors',
  }
}
