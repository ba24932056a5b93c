import { html } from 'hono/html'
import { formatCount } from '#src/domain/messages/format.ts'
import type { TranscriptStep } from '#src/ports/version-reader.ts'
import type { Markup } from './page-layout.ts'
import { stepList } from './step-list.ts'
import { versionLayout } from './version-layout.ts'
import type { VersionView } from './version-layout.ts'

/** What the agent thought and did for this version, step by step. */
export function stepsPage(view: VersionView, steps: readonly TranscriptStep[]): Markup {
  return versionLayout(
    view,
    'Steps',
    'Steps',
    html`<p>
        ${steps.length === 0 ? 'No model was asked for this version.' : `What the agent did for this version, in ${formatCount(steps.length, 'step')}.`}
      </p>
      ${stepList(steps)}`,
  )
}
