import { html } from 'hono/html'
import { assertNever } from '#src/domain/shared/assert-never.ts'
import { sentenceFor } from '#src/domain/shared/failures.ts'
import { phaseWords } from '#src/domain/projects/turn-phase.ts'
import { formatCount, formatDuration } from '#src/domain/messages/format.ts'
import type { Links } from '#src/ports/links.ts'
import type { TurnPage } from '#src/ports/version-reader.ts'
import { LIVE_SCRIPT } from './static-assets.ts'
import { layout } from './page-layout.ts'
import type { Markup } from './page-layout.ts'
import { linkPath } from './link-path.ts'
import { githubLinks } from './github-links.ts'
import { stepList } from './step-list.ts'
import { summaryView } from './summary-view.ts'
import { versionPath } from './version-layout.ts'

export type TurnView = { projectId: string; page: TurnPage; links: Links; githubUrl: string }

/** So often the page is loaded anew in browsers without scripts. */
const RELOAD_S = 5

/** What one turn is doing, or did. While it runs, the page follows it by itself. */
export function turnPage(view: TurnView): Markup {
  const { page, projectId, links, githubUrl } = view
  const { projectName, number, author, prompt } = page
  const isRunning = page.phase !== 'ended'
  const link = links.turnPage(projectId, number)
  return layout(
    `${projectName}, turn ${number}`,
    html`<header>
        <p class="soft">${githubLinks(page, githubUrl)}</p>
        <h1>${projectName}, turn ${number}</h1>
      </header>
      <main>
        <p><strong>${author}</strong> wrote:</p>
        <p class="request">${prompt}</p>
        <p role="status" class="phase" data-phase>${turnText(page)}</p>
        ${isRunning ? html`<div data-live data-events="${linkPath(link, '/events')}" data-state="${linkPath(link, '/state')}">${turnState(view)}</div>` : html`<div data-live>${turnState(view)}</div>`}
      </main>`,
    LIVE_SCRIPT.path,
    isRunning ? RELOAD_S : null,
  )
}

/** Where the turn stands, in one line. */
export function turnText({ phase, state, steps }: TurnPage): string {
  const done = formatCount(steps.length, 'step')
  if (phase !== 'ended') return `${phaseWords(phase)} · ${done} so far`
  switch (state) {
    case 'RUNNING':
    case 'PUBLISHED':
      return `Published after ${done}`
    case 'PARTIAL':
      return `Published in part, after ${done}`
    case 'UNCHANGED':
      return 'Nothing was changed'
    case 'FAILED':
      return 'This did not work out'
    case 'CANCELLED':
      return 'Cancelled'
    default:
      return assertNever(state)
  }
}

/** The part of the page that changes while the turn runs. */
export function turnState(view: TurnView): Markup {
  const { page } = view
  return html`<p class="soft">${clock(page)}</p>
    ${page.phase === 'ended' ? outcome(view) : ''} ${page.steps.length === 0 ? '' : html`<h2>Steps</h2>`}
    ${stepList(page.steps, page.phase !== 'ended')}`
}

function clock({ openedAt, endedAt, phase, credits }: TurnPage): Markup {
  const cost = credits === 0 ? 'no credits' : formatCount(credits, 'credit')
  if (phase !== 'ended')
    return html`Begun
      <time datetime="${openedAt.toISOString()}" data-since="${openedAt.toISOString()}">${seconds(openedAt, new Date())}</time> ago ·
      ${cost}`
  return html`It took ${seconds(openedAt, endedAt ?? new Date())}.`
}

function seconds(from: Date, to: Date): string {
  return formatDuration((to.getTime() - from.getTime()) / 1_000)
}

/** What came of it, and what can be done now. */
function outcome({ page, links, projectId }: TurnView): Markup {
  const { state, version, summary, failure } = page
  const words = summary === '' ? '' : summaryView(summary)
  switch (state) {
    case 'RUNNING':
    case 'PUBLISHED':
    case 'PARTIAL':
      return version === null
        ? html`${words}`
        : html`${words}
            <p><a href="${versionPath({ links, projectId }, version)}">Open version ${version}</a></p>`
    case 'UNCHANGED':
      return html`${words}
        <p>No commit was made, and the turn cost nothing.</p>`
    case 'FAILED':
      return html`<p>${sentenceFor(failure ?? 'unexpected')}</p>
        <p>The branch has what it had before, and the turn cost nothing. <code>/ollio retry</code> tries it again.</p>`
    case 'CANCELLED':
      return html`<p>The branch has what it had before, and the turn cost nothing. <code>/ollio retry</code> begins it anew.</p>`
    default:
      return assertNever(state)
  }
}
