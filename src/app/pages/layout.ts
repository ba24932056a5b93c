import { html, raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import { ICON } from './assets.ts'
import { STYLES } from './styles.ts'

export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>

/** Our own pages run our one script and nothing else. `frameUrl`: only what is of its origin may be framed. */
export function pageHeaders(frameUrl: string): Record<string, string> {
  return {
    'content-security-policy': [
      `default-src 'none'`,
      `script-src 'self'`,
      `style-src 'unsafe-inline'`,
      `img-src 'self'`,
      `frame-src ${new URL(frameUrl).origin}`,
      `base-uri 'none'`,
      `form-action 'none'`,
      `frame-ancestors 'none'`,
    ].join('; '),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-robots-tag': 'noindex',
    'cache-control': 'private, no-cache',
  }
}

/** The frame around every page of ours. `scriptPath`: of the one script that makes more of it. */
export function layout(title: string, content: Markup, scriptPath: string | null = null): Markup {
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
      <p>The address is not complete, or what it showed is gone. The link in the pull request is the whole one.</p>
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
