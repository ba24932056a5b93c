import { html } from 'hono/html'
import { assertNever } from '#src/domain/shared/assert-never.ts'
import { sentenceFor } from '#src/domain/shared/failures.ts'
import { phaseLabel } from '#src/domain/projects/turn-phase.ts'
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

/** Reload interval in browsers without JavaScript. */
const RELOAD_S = 5

/** The page of one turn. While the turn runs, the page updates by itself. */
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

/** The status of the turn in one line. */
export function turnText({ phase, state, steps }: TurnPage): string {
  const done = formatCount(steps.length, 'step')
  if (phase !== 'ended') return `${phaseLabel(phase)} · ${done} so far`
  switch (state) {
    case 'RUNNING':
    case 'PUBLISHED':
      return `Published after ${done}`
    case 'PARTIAL':
      return `Partially published after ${done}`
    case 'UNCHANGED':
      return 'No changes made'
    case 'FAILED':
      return 'Failed'
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
    return html`Started
      <time datetime="${openedAt.toISOString()}" data-since="${openedAt.toISOString()}">${seconds(openedAt, new Date())}</time> ago ·
      ${cost}`
  return html`Took ${seconds(openedAt, endedAt ?? new Date())}.`
}

function seconds(from: Date, to: Date): string {
  return formatDuration((to.getTime() - from.getTime()) / 1_000)
}

/** The outcome of the turn and the next step for the user. */
function outcome({ page, links, projectId }: TurnView): Markup {
  const { state, version, summary, failure } = page
  const text = summary === '' ? '' : summaryView(summary)
  switch (state) {
    case 'RUNNING':
    case 'PUBLISHED':
    case 'PARTIAL':
      return version === null
        ? html`${text}`
        : html`${text}
            <p><a href="${versionPath({ links, projectId }, version)}">Open version ${version}</a></p>`
    case 'UNCHANGED':
      return html`${text}
        <p>No commit was made, and no credits were charged.</p>`
    case 'FAILED':
      return html`<p>${sentenceFor(failure ?? 'unexpected')}</p>
        <p>The branch is unchanged, and no credits were charged. Comment <code>/ollio retry</code> to try again.</p>`
    case 'CANCELLED':
      return html`<p>The branch is unchanged, and no credits were charged. Comment <code>/ollio retry</code> to start again.</p>`
    default:
      return assertNever(state)
  }
}
