import { html } from 'hono/html'
import type { Person, RepositoryRef } from '#src/domain/commands/command-message.ts'
import { formatCount, formatDay } from '#src/domain/messages/format.ts'
import type { Links } from '#src/ports/links.ts'
import { PROJECT_STATES } from '#src/domain/projects/project-state.ts'
import type { ProjectState } from '#src/domain/projects/project-state.ts'
import type { ProjectCard, ProjectList, ProjectQuery, Quota } from '#src/ports/repository-reader.ts'
import { layout } from './page-layout.ts'
import type { Markup } from './page-layout.ts'
import { linkPath } from './link-path.ts'
import { quotaChart } from './quota-chart.ts'
import { versionPath } from './version-layout.ts'

export type RepositoryView = {
  repository: RepositoryRef
  person: Person
  query: ProjectQuery
  list: ProjectList
  quota: Quota
  days: number
  now: Date
  links: Links
  githubUrl: string
}

const STATES: Record<ProjectState, string> = {
  working: 'In progress',
  open: 'Open',
  ended: 'Merged or closed',
  failed: 'Failed',
  cancelled: 'Cancelled',
}

/** The projects of a repository, and its credits. */
export function repositoryPage(view: RepositoryView): Markup {
  const { repository, person, query, list, githubUrl } = view
  const name = `${repository.owner}/${repository.name}`
  return layout(
    name,
    html`<header>
        <div class="tools">
          <p class="soft"><a href="${githubUrl}/${name}">${name} on GitHub</a></p>
          <form method="post" action="/sign-out" class="choice">
            <span class="soft">Signed in as ${person.login}</span> <button type="submit">Sign out</button>
          </form>
        </div>
        <h1>${name}</h1>
      </header>
      <main>
        <form method="get" role="search" class="choice" aria-label="Projects">
          <label>Search <input type="search" name="q" value="${query.text}" maxlength="100" /></label>
          <label
            >State
            <select name="state">
              <option value="">Any</option>
              ${PROJECT_STATES.map((state) => html`<option value="${state}" ${state === query.state ? 'selected' : ''}>${STATES[state]}</option>`)}
            </select></label
          >
          <button type="submit">Apply</button>
        </form>
        <h2>${formatCount(list.total, 'project')}</h2>
        ${list.cards.length === 0 ? html`<p>${emptyText(query)}</p>` : cardList(view)} ${pageLinks(view)}
        <h2>Credits</h2>
        ${quotaText(view.quota)} ${quotaChart(view.quota, view.days, view.now)}
      </main>`,
  )
}

function emptyText({ text, state }: ProjectQuery): Markup | string {
  if (text !== '' || state !== null) return 'No projects match your search.'
  return html`No projects yet. To start one, comment <code>/ollio generate &lt;what to build&gt;</code> on an issue.`
}

function cardList(view: RepositoryView): Markup {
  return html`<ul class="cards">
    ${view.list.cards.map((card) => html`<li>${cardView(card, view)}</li>`)}
  </ul>`
}

function cardView(card: ProjectCard, { repository, links, githubUrl }: RepositoryView): Markup {
  const { id: projectId, version, picture, runningTurn } = card
  const home = `${githubUrl}/${repository.owner}/${repository.name}`
  const href =
    version !== null
      ? versionPath({ links, projectId }, version)
      : runningTurn === null
        ? null
        : linkPath(links.turnPage(projectId, runningTurn))
  const shown =
    version === null || picture === null
      ? html`<div class="blank">No picture</div>`
      : html`<img src="${linkPath(links.picture(projectId, version, picture))}" alt="" loading="lazy" />`
  return html`${shown}
    <h3>${href === null ? card.name : html`<a href="${href}">${card.name}</a>`}</h3>
    <p>
      <strong class="${card.state === 'failed' ? 'failed' : ''}">${STATES[card.state]}</strong
      >${version === null ? '' : html` · version ${version}`} · ${formatCount(card.credits, 'credit')}
    </p>
    <p class="soft">
      <a href="${home}/issues/${card.issue}">#${card.issue}</a>${
        card.pullRequest === null ? '' : html` · <a href="${home}/pull/${card.pullRequest}">pull request #${card.pullRequest}</a>`
      }
      · ${card.author} · <time datetime="${card.updatedAt.toISOString()}">${formatDay(card.updatedAt)}</time>
    </p>
    ${runningTurn === null ? '' : html`<p><a href="${linkPath(links.turnPage(projectId, runningTurn))}">Watch live</a></p>`}`
}

function pageLinks({ query, list }: RepositoryView): Markup | '' {
  if (list.pages === 1) return ''
  const page = Math.min(query.page, list.pages)
  const to = (number: number): string =>
    `?${new URLSearchParams({ q: query.text, state: query.state ?? '', page: String(number) }).toString()}`
  return html`<nav aria-label="More projects" class="choice">
    ${page > 1 ? html`<a href="${to(page - 1)}">Newer</a>` : ''} <span>Page ${page} of ${list.pages}</span>
    ${page < list.pages ? html`<a href="${to(page + 1)}">Older</a>` : ''}
  </nav>`
}

function quotaText({ balance, topUp, monthlyAllowance, nextRefillAt }: Quota): Markup {
  const extra = topUp === 0 ? '' : `, including ${formatCount(topUp, 'top-up credit')} without expiry`
  return html`<p>
    <strong>${formatCount(balance, 'credit')}</strong> left${extra}. Monthly allowance: ${formatCount(monthlyAllowance, 'credit')}. Next
    refill: <time datetime="${nextRefillAt.toISOString()}">${formatDay(nextRefillAt)}</time>.
  </p>`
}
