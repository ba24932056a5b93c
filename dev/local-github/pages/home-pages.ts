import { Hono, type Context } from 'hono'
import { html } from 'hono/html'
import { notFound } from '../api-error.ts'
import type { Hub } from '../hub.ts'
import { listRepositories, roleOf, type Repository } from '../store/repository-rows.ts'
import { countRow, issueRow, type UserRow } from '../store/row-types.ts'
import { userByLogin } from '../store/user-rows.ts'
import { count, type Html } from './html.ts'
import { icon } from './icons.ts'
import { emptyState, liveNote, page } from './github-layout.ts'
import { viewerOf } from './page-context.ts'
import { conversationLink } from './issues/references.ts'
import { avatar } from './issues/comment-view.ts'
import { personRoleOf, type Viewer } from './issues/issue-state.ts'
import { time } from './time.ts'

const MAX_OPENED = 20

/** The list of repositories, and the profiles of people and apps. */
export function homePages(hub: Hub): Hono {
  const pages = new Hono()

  pages.get('/', (c) => {
    const viewer = viewerOf(hub, c)
    const seen = seenBy(hub, viewer)
    const content = html`<div class="page-head">
        <h1>Repositories</h1>
        ${liveNote()}
      </div>
      ${
        seen.length === 0
          ? emptyState('No repositories', 'You don’t have access to any repository.')
          : html`<div id="list" data-live>
              <ul class="cards">
                ${seen.map((one) => repositoryCard(hub, one))}
              </ul>
              ${firstSteps(seen[0])}
            </div>`
      }`
    return c.html(page({ hub, title: 'Repositories', viewer, path: c.req.path }, content))
  })

  const profile = (c: Context, user: UserRow | undefined) => {
    if (user === undefined) throw notFound()
    const viewer = viewerOf(hub, c)
    const seen = seenBy(hub, viewer)
    return c.html(page({ hub, title: user.login, viewer, path: c.req.path }, profileView(hub, user, seen)))
  }
  pages.get('/apps/:slug', (c) => profile(c, userByLogin(hub.store, `${c.req.param('slug')}[bot]`)))
  pages.get('/:login', (c) => profile(c, userByLogin(hub.store, c.req.param('login'))))

  return pages
}

function seenBy(hub: Hub, viewer: Viewer): Repository[] {
  return listRepositories(hub).filter((one) => !one.row.private || roleOf(hub, one, viewer.id) !== null)
}

function repositoryCard(hub: Hub, { fullName, row, owner }: Repository): Html {
  const open = (membership: string): number => {
    const sql = `SELECT count(*) AS count FROM issues WHERE repository_id = ? AND state = 'open' AND id ${membership} (SELECT issue_id FROM pulls)`
    return hub.store.one(countRow, sql, row.id).count
  }
  return html`<li class="box" id="repository-${row.id}">
    <h2><a href="/${fullName}">${owner.login} / ${row.name}</a> ${row.private ? html`<span class="chip">Private</span>` : ''}</h2>
    ${row.description === null ? '' : html`<p>${row.description}</p>`}
    <p class="muted facts">
      <a href="/${fullName}/issues">${icon('issue')} ${count(open('NOT IN'), 'open issue')}</a>
      <a href="/${fullName}/pulls">${icon('pull')} ${count(open('IN'), 'open pull request')}</a>
      <span>updated ${time(row.pushed_at)}</span>
    </p>
  </li>`
}

function firstSteps(repository: Repository | undefined): Html {
  if (repository === undefined) return html``
  return html`<section class="steps" aria-labelledby="steps-title">
    <h2 id="steps-title">Try Ollio in four steps</h2>
    <ol>
      <li>
        <a href="/${repository.fullName}/issues/new">Open an issue</a> with the description <code>/ollio generate</code> and what to build.
      </li>
      <li>Watch the conversation: Ollio replies there and updates its comment while it works.</li>
      <li>Open its pull request to see the checks, a preview, and the changes line by line.</li>
      <li>Comment <code>/ollio</code> and what to change, or merge it.</li>
    </ol>
  </section>`
}

function profileView(hub: Hub, user: UserRow, seen: readonly Repository[]): Html {
  const kinds = { User: 'A made-up person', Organization: 'An organization', Bot: 'A GitHub App' }
  const here = seen.map((repository) => ({ repository, role: roleOf(hub, repository, user.id) }))
  const sql = `SELECT * FROM issues WHERE user_id = ? ORDER BY id DESC LIMIT ${MAX_OPENED}`
  const opened = hub.store.all(issueRow, sql, user.id).flatMap((issue) => {
    const repository = seen.find(({ row }) => row.id === issue.repository_id)
    if (repository === undefined) return []
    const link = conversationLink(hub, repository, issue)
    return [
      html`<li>
        <div>
          <a class="title" href="${link}">${issue.title}</a>
          <p class="muted">${repository.fullName} #${issue.number} ${time(issue.created_at)}</p>
        </div>
      </li>`,
    ]
  })
  const roles = here.map(
    ({ repository, role }) =>
      html`<li>
        <a href="/${repository.fullName}">${repository.fullName}</a>
        <span class="chip push">${repository.row.owner_id === user.id ? 'owner' : user.type === 'Bot' ? 'bot' : personRoleOf(role)}</span>
      </li>`,
  )
  return html`<div class="page-head">
      ${avatar(user.id, 56)}
      <div>
        <h1>${user.login}</h1>
        <p class="muted">${kinds[user.type]} on this local GitHub</p>
      </div>
    </div>
    <h2>Repositories</h2>
    ${
      roles.length === 0
        ? html`<p class="muted">No repositories that you can see.</p>`
        : html`<ul class="rows">
            ${roles}
          </ul>`
    }
    <h2>Opened</h2>
    ${
      opened.length === 0
        ? html`<p class="muted">No issue or pull request yet.</p>`
        : html`<ul class="rows">
            ${opened}
          </ul>`
    }`
}
