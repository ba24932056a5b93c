import { html } from 'hono/html'
import { formatCount } from '#src/domain/messages/format.ts'
import type { TranscriptStep } from '#src/ports/version-reader.ts'
import type { Markup } from './page-layout.ts'
import { stepList } from './step-list.ts'
import { versionLayout } from './version-layout.ts'
import type { VersionView } from './version-layout.ts'

/** The agent's steps for this version. */
export function stepsPage(view: VersionView, steps: readonly TranscriptStep[]): Markup {
  return versionLayout(
    view,
    'Steps',
    'Steps',
    html`<p>
        ${steps.length === 0 ? 'This version was made without the model.' : `The agent made this version in ${formatCount(steps.length, 'step')}.`}
      </p>
      ${stepList(steps)}`,
  )
}
