import { html } from 'hono/html'
import type { Hub } from '../hub.ts'
import type { Repository } from '../store/repository-rows.ts'
import { countRow } from '../store/row-types.ts'
import { STYLE_LINK, SCRIPT_LINK } from './asset-links.ts'
import { NOTHING, type Html } from './html.ts'
import { icon } from './icons.ts'
import type { Viewer } from './issues/issue-state.ts'

export type Tab = 'code' | 'issues' | 'pulls'
type Frame = { hub: Hub; title: string; viewer: Viewer; path: string; repository?: Repository; tab?: Tab }

export function page({ hub, title, viewer, path, repository, tab }: Frame, content: Html): Html {
  const suffix = repository === undefined ? '' : ` · ${repository.fullName}`
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}${suffix} · Local GitHub</title>
        <link rel="stylesheet" href="${STYLE_LINK}" />
        <link rel="icon" href="/_assets/icon.svg" />
        <script src="${SCRIPT_LINK}" defer></script>
      </head>
      <body>
        <a class="skip" href="#content">Skip to content</a>
        <header class="bar">
          <p class="stand-in">
            <strong>Not github.com.</strong> A local stand-in for GitHub, for trying Ollio: it runs on this machine, and its people are made
            up.
          </p>
          <div class="bar-row">
            <a class="home" href="/">Local GitHub</a>
            ${people(viewer, path)}
          </div>
          ${repository === undefined ? '' : repositoryHead(hub, repository, tab)}
        </header>
        <main id="content" tabindex="-1">${content}</main>
        <p class="sr" id="news" role="status"></p>
      </body>
    </html>`
}

/** The people to act as: always visible, one click each. */
function people({ login, people: all }: Viewer, path: string): Html {
  const buttons = all.map(
    (one) =>
      html`<button name="login" value="${one.login}" aria-pressed="${one.login === login ? 'true' : 'false'}">
        <img src="/avatars/${one.id}" alt="" width="28" height="28" />
        <span><b>${one.login}</b> <small>${one.role}</small></span>
      </button>`,
  )
  return html`<form class="people" id="people" data-live method="post" action="/_acting">
    <input type="hidden" name="back" value="${path}" />
    <fieldset>
      <legend>You act as</legend>
      ${buttons}
    </fieldset>
  </form>`
}

function repositoryHead(hub: Hub, { fullName, row, owner }: Repository, current: Tab | undefined): Html {
  const open = (membership: string): number => {
    const sql = `SELECT count(*) AS count FROM issues WHERE repository_id = ? AND state = 'open' AND id ${membership} (SELECT issue_id FROM pulls)`
    return hub.store.one(countRow, sql, row.id).count
  }
  const tabs = [
    { tab: 'code', name: 'Code', path: '', count: 0 },
    { tab: 'issues', name: 'Issues', path: '/issues', count: open('NOT IN') },
    { tab: 'pulls', name: 'Pull requests', path: '/pulls', count: open('IN') },
  ] as const
  const links = tabs.map(
    ({ tab, name, path, count }) =>
      html`<li>
        <a href="/${fullName}${path}" ${tab === current ? html` aria-current="page"` : ''}
          >${icon(tab === 'code' ? 'code' : tab === 'issues' ? 'issue' : 'pull')}${name}${count === 0 ? '' : html` <span class="count">${count}<span class="sr"> open</span></span>`}</a
        >
      </li>`,
  )
  return html`<p class="repository-name">
      <a href="/${owner.login}">${owner.login}</a> <span aria-hidden="true">/</span> <a href="/${fullName}"><strong>${row.name}</strong></a>
      ${row.private ? html`<span class="chip">Private</span>` : NOTHING}
    </p>
    <nav class="tabs" id="repository-tabs" data-live aria-label="Repository">
      <ul>
        ${links}
      </ul>
    </nav>`
}

export type LinkedTab = { name: string; href: string; current: boolean; count?: number; before?: Html }

/** Tabs within a page. */
export function subTabs(label: string, tabs: readonly LinkedTab[]): Html {
  const links = tabs.map(
    ({ name, href, current, count, before }) =>
      html`<li>
        <a href="${href}" ${current ? html` aria-current="page"` : ''}
          >${before ?? ''}${name}${count === undefined ? '' : html` <span class="count">${count}</span>`}</a
        >
      </li>`,
  )
  return html`<nav class="tabs inner" aria-label="${label}">
    <ul>
      ${links}
    </ul>
  </nav>`
}

/** Shows whether the page updates automatically. This text is for browsers without scripts; the script replaces it. */
export function liveNote(): Html {
  return html`<p class="live-note" id="live-note">Reload this page to see updates.</p>`
}

export function emptyState(title: string, text: Html | string): Html {
  return html`<div class="empty">
    <h2>${title}</h2>
    <p>${text}</p>
  </div>`
}
