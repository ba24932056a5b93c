import { html } from 'hono/html'
import type { ActionLine } from '#src/domain/action-line.ts'
import type { TranscriptStep } from '#src/ports/version-reader.ts'
import type { Markup } from './layout.ts'

/** What the agent thought and did, one step after the other. */
export function stepList(steps: readonly TranscriptStep[]): Markup {
  return html`<ol class="turns">
    ${steps.map(
      (step) =>
        html`<li>
          <p>${step.thought === '' ? html`<span class="soft">no thought was written down</span>` : step.thought}</p>
          <ul class="actions">
            ${step.actions.map((action, index) => actionItem(action, `${step.number}-${index}`))}
          </ul>
          <p class="soft">
            ${step.model} · ${(step.modelMs / 1_000).toFixed(1)} s · ${(step.promptTokens + step.completionTokens).toLocaleString('en')}
            tokens
          </p>
        </li>`,
    )}
  </ol>`
}

const OUTCOMES = { done: 'passed', failed: 'failed', 'not done': 'soft' } as const

function actionItem({ tool, about, outcome, detail }: ActionLine, key: string): Markup {
  const head = html`<code>${tool}</code> ${about} <span class="${OUTCOMES[outcome]}">${outcome}</span>`
  if (detail === '') return html`<li>${head}</li>`
  return html`<li>
    <details data-key="${key}">
      <summary>${head}</summary>
      <pre tabindex="0" role="region" aria-label="Detail of ${tool}">${detail}</pre>
    </details>
  </li>`
}
