import { html } from 'hono/html'
import type { ActionLine } from '#src/domain/action-line.ts'
import { count } from '#src/domain/words.ts'
import type { TranscriptStep } from '#src/ports/version-reader.ts'
import type { Markup } from './layout.ts'
import { versionFrame } from './version-frame.ts'
import type { VersionView } from './version-frame.ts'

/** What the agent thought and did for this version, step by step. */
export function stepsPage(view: VersionView, steps: readonly TranscriptStep[]): Markup {
  return versionFrame(
    view,
    'Steps',
    'Steps',
    html`<p>
        ${steps.length === 0 ? 'No model was asked for this version.' : `What the agent did for this version, in ${count(steps.length, 'step')}.`}
      </p>
      <ol class="turns">
        ${steps.map(
          (step) =>
            html`<li>
              <p>${step.thought === '' ? html`<span class="soft">no thought was written down</span>` : step.thought}</p>
              <ul class="actions">
                ${step.actions.map(actionItem)}
              </ul>
              <p class="soft">
                ${step.model} · ${(step.modelMs / 1_000).toFixed(1)} s · ${(step.promptTokens + step.completionTokens).toLocaleString('en')}
                tokens
              </p>
            </li>`,
        )}
      </ol>`,
  )
}

const OUTCOMES = { done: 'passed', failed: 'failed', 'not done': 'soft' } as const

function actionItem({ tool, about, outcome, detail }: ActionLine): Markup {
  const head = html`<code>${tool}</code> ${about} <span class="${OUTCOMES[outcome]}">${outcome}</span>`
  if (detail === '') return html`<li>${head}</li>`
  return html`<li>
    <details>
      <summary>${head}</summary>
      <pre tabindex="0" role="region" aria-label="Detail of ${tool}">${detail}</pre>
    </details>
  </li>`
}
