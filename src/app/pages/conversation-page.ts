import { html } from 'hono/html'
import { sentenceFor } from '#src/domain/shared/failures.ts'
import { assertNever } from '#src/domain/shared/assert-never.ts'
import { formatDay } from '#src/domain/messages/format.ts'
import type { ProjectTurn } from '#src/ports/version-reader.ts'
import type { Markup } from './page-layout.ts'
import { summaryView } from './summary-view.ts'
import { versionLayout, versionPath } from './version-layout.ts'
import type { VersionView } from './version-layout.ts'

/** The prompts of a project and their outcomes. */
export function conversationPage(view: VersionView, turns: readonly ProjectTurn[]): Markup {
  return versionLayout(
    view,
    'Conversation',
    'Conversation',
    html`<ol class="turns">
      ${turns.map(
        (turn) =>
          html`<li>
            <p><strong>${turn.author}</strong> <time class="soft" datetime="${turn.at.toISOString()}">${formatDay(turn.at)}</time></p>
            <p class="request">${turn.prompt}</p>
            <p>${outcome(view, turn)}</p>
            ${turn.summary === '' ? '' : summaryView(turn.summary)}
          </li>`,
      )}
    </ol>`,
  )
}

function outcome(view: VersionView, { state, version, failure }: ProjectTurn): Markup | string {
  switch (state) {
    case 'RUNNING':
      return 'Ollio is working on it.'
    case 'PUBLISHED':
    case 'PARTIAL':
      return version === null
        ? 'Published.'
        : html`<a href="${versionPath(view, version)}">Version ${version}</a>${state === 'PARTIAL' ? ' (partial)' : ''}`
    case 'UNCHANGED':
      return 'No changes made.'
    case 'FAILED':
      return failure === null ? 'Failed.' : `Failed: ${sentenceFor(failure)}`
    case 'CANCELLED':
      return 'Cancelled.'
    default:
      return assertNever(state)
  }
}
