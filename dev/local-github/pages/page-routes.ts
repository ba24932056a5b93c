import { Hono, type Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { html } from 'hono/html'
import { secureHeaders } from 'hono/secure-headers'
import { ApiError } from '../api-error.ts'
import type { Hub } from '../hub.ts'
import { findRepository } from '../store/repository-rows.ts'
import { assetRoutes } from './asset-routes.ts'
import { authorisePages } from './authorise-pages.ts'
import { codePages } from './code/code-pages.ts'
import { commitPages } from './pulls/commit-pages.ts'
import { homePages } from './home-pages.ts'
import { issuePages } from './issues/issue-pages.ts'
import { page } from './github-layout.ts'
import { liveRoutes } from './live-updates.ts'
import { viewerOf } from './page-context.ts'
import { pullForms } from './pulls/pull-forms.ts'
import { pullPages } from './pulls/pull-pages.ts'
import { commentForms } from './issues/comment-forms.ts'

const MAX_FORM_BYTES = 1024 * 1024

/** Scripts only from this server; images from anywhere, since people put them into comments. */
const POLICY =
  "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' http: https: data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

const TITLES: Partial<Record<ApiError['status'], string>> = {
  403: 'You can’t do this',
  404: 'Page not found',
  405: 'This can’t be done now',
  409: 'Someone else changed this first',
  413: 'This text is too long',
  422: 'Something is missing or not valid',
}

export function pageRoutes(hub: Hub): Hono {
  const pages = new Hono()
  pages.use(
    bodyLimit({
      maxSize: MAX_FORM_BYTES,
      onError: (c) =>
        refuse(hub, c, new ApiError(413, 'A form can hold up to one million characters. Shorten the text and send it again.')),
    }),
  )
  pages.use(secureHeaders({ referrerPolicy: 'same-origin', strictTransportSecurity: false }))
  pages.use(async (c, next) => {
    await next()
    if (!c.res.headers.has('Content-Security-Policy')) c.header('Content-Security-Policy', POLICY)
    if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'private, no-cache')
  })
  const all = [assetRoutes, authorisePages, liveRoutes, commentForms, pullForms, homePages, codePages, commitPages, issuePages, pullPages]
  for (const routes of all) pages.route('/', routes(hub))
  pages.onError((error, c) => {
    if (!(error instanceof ApiError)) throw error
    return refuse(hub, c, error)
  })
  return pages
}

/** An error page. Going back in the browser keeps what was written. */
async function refuse(hub: Hub, c: Context, error: ApiError): Promise<Response> {
  const [, owner = '', name = ''] = c.req.path.split('/')
  const repository = findRepository(hub, owner, name)
  const viewer = viewerOf(hub, c, repository?.row.private === true ? undefined : repository)
  const details = error.errors.map((one) =>
    typeof one === 'string' ? one : (one.message ?? `${one.field ?? 'something'}: ${one.code.replaceAll('_', ' ')}`),
  )
  const advice =
    c.req.method === 'POST'
      ? 'Go back in your browser: what you wrote is still there.'
      : error.status === 404
        ? 'The address is wrong, the page was deleted, or you don’t have access to it.'
        : ''
  const content = html`<div class="empty">
    <p class="muted">${error.status}</p>
    <h1>${TITLES[error.status] ?? 'Something went wrong'}</h1>
    ${error.status === 404 ? '' : html`<p>${error.message}</p>`} ${details.map((text) => html`<p>${text}</p>`)}
    <p>${advice}</p>
    <p><a href="/">Back to the repositories</a></p>
  </div>`
  return c.html(page({ hub, title: TITLES[error.status] ?? String(error.status), viewer, path: c.req.path }, content), error.status)
}
