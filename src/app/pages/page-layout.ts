import { html, raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import { ICON } from './static-assets.ts'
import { STYLES } from './site-styles.ts'

export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>

/** Our own pages run our scripts and nothing else. `frameUrl`: only what is of its origin may be framed. */
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

/** The frame around every page of ours. `scriptPath`: of the script that makes more of it. `reloadS`: without it, the page is loaded anew after so long. */
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

/** The same for everything that can't be seen: it tells nothing about why. */
export function notFoundPage(): Markup {
  return layout(
    'Not found',
    html`<main>
      <h1>There is nothing here</h1>
      <p>The address is not complete, or what it showed is gone, or it is for others. The link in the pull request is the whole one.</p>
    </main>`,
  )
}

/** For a link that somebody withdrew. `signIn`: where its reader can sign in; `null` where nobody can. `login`: who did, and may not read it. */
export function withdrawnPage(signIn: string | null, login: string | null): Markup {
  const way =
    login !== null
      ? html`<p>You are signed in as ${login}, who can’t read that repository.</p>`
      : signIn !== null
        ? html`<p><a href="${signIn}">Sign in with GitHub</a>, if you can read the repository: then you see it all the same.</p>`
        : html`<p>What it showed stands in the pull request.</p>`
  return layout(
    'Withdrawn',
    html`<main>
      <h1>This link was withdrawn</h1>
      ${way}
    </main>`,
  )
}

/** For pages that only signed-in people see, where the operator has not made signing in possible. */
export function noSignInPage(): Markup {
  return layout(
    'No signing in',
    html`<main>
      <h1>Nobody can sign in here yet</h1>
      <p>
        Whoever runs this Ollio has to set <code>CLIENT_ID</code> and <code>CLIENT_SECRET</code> of its GitHub App. Links out of pull
        requests work all the same.
      </p>
    </main>`,
  )
}

/** For what is no fault of the reader's. */
export function troublePage(): Markup {
  return layout(
    'Not now',
    html`<main>
      <h1>This can’t be shown at the moment</h1>
      <p>Try it again in a minute. Nothing is lost.</p>
    </main>`,
  )
}
