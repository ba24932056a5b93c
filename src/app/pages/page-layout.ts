import { html, raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import { ICON } from './static-assets.ts'
import { STYLES } from './site-styles.ts'

export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>

/** Headers for our own pages: only our scripts run. `frameUrl`: the only origin that may be framed. */
export function pageHeaders(frameUrl: string): Record<string, string> {
  return {
    'content-security-policy': [
      `default-src 'none'`,
      `script-src 'self'`,
      `style-src 'unsafe-inline'`,
      `img-src 'self'`,
      `connect-src 'self'`,
      `frame-src ${new URL(frameUrl).origin}`,
      `base-uri 'none'`,
      `form-action 'self'`,
      `frame-ancestors 'none'`,
    ].join('; '),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-robots-tag': 'noindex',
    'cache-control': 'private, no-cache',
  }
}

/**
 * HTML document around every page of ours. `scriptPath`: script of the page. `reloadS`: without JavaScript, the page reloads after this
 * many seconds.
 */
export function layout(title: string, content: Markup, scriptPath: string | null = null, reloadS: number | null = null): Markup {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Ollio</title>
        <link rel="icon" href="${ICON.path}" />
        <style>
          ${raw(STYLES)}
        </style>
        ${reloadS === null ? '' : html`<noscript><meta http-equiv="refresh" content="${reloadS}" /></noscript>`}
        ${scriptPath === null ? '' : html`<script type="module" src="${scriptPath}"></script>`}
      </head>
      <body>
        ${content}
      </body>
    </html>`
}

/** The same page for everything that a visitor cannot see, so that it does not reveal why. */
export function notFoundPage(): Markup {
  return layout(
    'Not found',
    html`<main>
      <h1>Page not found</h1>
      <p>The link may be incomplete or expired, or you may not have access. You can find the full link in the pull request.</p>
    </main>`,
  )
}

/**
 * For a revoked link. `signIn`: sign-in path, or `null` if sign-in is not configured. `login`: the signed-in user, who cannot read the
 * repository.
 */
export function revokedPage(signIn: string | null, login: string | null): Markup {
  const advice =
    login !== null
      ? html`<p>You are signed in as ${login}, but this account can’t read the repository.</p>`
      : signIn !== null
        ? html`<p>If you can read the repository, <a href="${signIn}">sign in with GitHub</a> to see this page.</p>`
        : html`<p>You can find the result in the pull request.</p>`
  return layout(
    'Link revoked',
    html`<main>
      <h1>This link was revoked</h1>
      ${advice}
    </main>`,
  )
}

/** For pages that require sign-in if the operator has not configured it. */
export function noSignInPage(): Markup {
  return layout(
    'Sign-in not available',
    html`<main>
      <h1>Sign-in is not set up</h1>
      <p>
        The operator of this server can turn it on by setting <code>CLIENT_ID</code> and <code>CLIENT_SECRET</code> of the GitHub App. Links
        in pull requests work without signing in.
      </p>
    </main>`,
  )
}

/** For errors on our side. */
export function unavailablePage(): Markup {
  return layout(
    'Temporarily unavailable',
    html`<main>
      <h1>This page is temporarily unavailable</h1>
      <p>Try again in a minute. No data was lost.</p>
    </main>`,
  )
}
