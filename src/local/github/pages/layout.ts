import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { Repository } from '../store/repositories.ts'

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>
/** Who looks at the page, and as whom they could look at it. */
export type Viewer = { login: string; others: readonly string[] }
export type Tab = 'code' | 'issues' | 'pulls'

export function page(title: string, viewer: Viewer, content: Html, here: { repository: Repository; tab: Tab } | null = null): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Local GitHub</title>
        <link rel="stylesheet" href="/_assets/style.css" />
        <link rel="icon" href="/_assets/icon.svg" />
      </head>
      <body>
        <a class="skip" href="#content">Skip to content</a>
        <header class="bar">
          <a href="/"><strong>Local GitHub</strong></a>
          <form class="inline" method="post" action="/_acting">
            <label for="acting">Acting as</label>
            <select id="acting" name="login">
              ${viewer.others.map((login) => html`<option${login === viewer.login ? html` selected` : ''}>${login}</option>`)}
            </select>
            <button>Switch</button>
          </form>
        </header>
        <main id="content">${here === null ? '' : repositoryHead(here.repository, here.tab)}${content}</main>
      </body>
    </html>`
}

function repositoryHead({ fullName }: Repository, current: Tab): Html {
  const tabs = [
    { tab: 'code', name: 'Code', path: '' },
    { tab: 'issues', name: 'Issues', path: '/issues' },
    { tab: 'pulls', name: 'Pull requests', path: '/pulls' },
  ]
  return html`<p><a href="/${fullName}">${fullName}</a></p>
    <nav class="tabs" aria-label="Repository">
      <ul>
        ${tabs.map(
          ({ tab, name, path }) =>
            html`<li><a href="/${fullName}${path}" ${tab === current ? html` aria-current="page"` : ''}>${name}</a></li>`,
        )}
      </ul>
    </nav>`
}

/** Dates as people read them; the exact one is in `datetime`. */
export function time(timestamp: string): Html {
  const shown = new Date(timestamp).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })
  return html`<time datetime="${timestamp}">${shown} UTC</time>`
}
