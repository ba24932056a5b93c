import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { html } from 'hono/html'
import { secureHeaders } from 'hono/secure-headers'
import { ApiError, notFound } from '../api-error.ts'
import type { Hub } from '../hub.ts'
import { userRow } from '../store/rows.ts'
import { codePages } from './code-pages.ts'
import { formRoutes } from './form-routes.ts'
import { issuePages } from './issue-pages.ts'
import { page } from './layout.ts'
import { viewerOf } from './page-context.ts'
import { pullPages } from './pull-pages.ts'
import { STYLE } from './style.ts'

const MAX_FORM_BYTES = 1024 * 1024

/** No scripts at all; pictures from anywhere, since people put them into comments. */
const POLICY =
  "default-src 'none'; style-src 'self'; img-src http: https: data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path d="M6 4h14l6 6v18H6z" fill="#fff" stroke="#24292f" stroke-width="3"/></svg>'

export function pageRoutes(hub: Hub): Hono {
  const pages = new Hono()
  pages.use(bodyLimit({ maxSize: MAX_FORM_BYTES }))
  pages.use(secureHeaders({ referrerPolicy: 'same-origin', strictTransportSecurity: false }))
  pages.use(async (c, next) => {
    await next()
    if (!c.res.headers.has('Content-Security-Policy')) c.header('Content-Security-Policy', POLICY)
  })

  pages.get('/_assets/style.css', (c) => c.body(STYLE, 200, { 'Content-Type': 'text/css; charset=utf-8' }))

  pages.get('/_assets/icon.svg', (c) => c.body(ICON, 200, { 'Content-Type': 'image/svg+xml', 'Cache-Control': 'max-age=3600' }))

  // A letter on a colour of its own.
  pages.get('/avatars/:id{[0-9]+}', async (c) => {
    const user = hub.store.get(userRow, 'SELECT * FROM users WHERE id = ?', Number(c.req.param('id')))
    if (user === undefined) throw notFound()
    const letter: string = await html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40">
      <rect width="40" height="40" fill="hsl(${(user.id * 67) % 360} 45% 40%)" />
      <text x="20" y="27" font-family="sans-serif" font-size="20" text-anchor="middle" fill="#fff">
        ${user.login.slice(0, 1).toUpperCase()}
      </text>
    </svg>`
    return c.body(letter, 200, { 'Content-Type': 'image/svg+xml', 'Cache-Control': 'max-age=3600' })
  })

  for (const routes of [formRoutes, codePages, issuePages, pullPages]) pages.route('/', routes(hub))

  pages.onError((error, c) => {
    if (!(error instanceof ApiError)) throw error
    const words = [error.message, ...error.errors.map((one) => (typeof one === 'string' ? one : (one.message ?? '')))].filter(
      (text) => text !== '',
    )
    const content = html`<h1>${error.status}</h1>
      ${words.map((text) => html`<p>${text}</p>`)}
      <p><a href="/">Back to the repositories</a></p>`
    return c.html(page(String(error.status), viewerOf(hub, c), content), error.status)
  })

  return pages
}
