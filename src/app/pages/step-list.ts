import { html } from 'hono/html'
import type { ToolCallLine } from '#src/domain/agent/tool-call-line.ts'
import type { TranscriptStep } from '#src/ports/version-reader.ts'
import type { Markup } from './page-layout.ts'

/** What the agent thought and did, one step after the other. `goesOn`: what the last one has not done is still to come. */
export function stepList(steps: readonly TranscriptStep[], goesOn = false): Markup {
  return html`<ol class="turns">
    ${steps.map(
      (step) =>
        html`<li>
          <p>${step.thought === '' ? html`<span class="soft">no thought was written down</span>` : step.thought}</p>
          <ul class="actions">
            ${step.toolCalls.map((action, index) => actionItem(action, `${step.number}-${index}`, goesOn && step === steps.at(-1)))}
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

function actionItem({ tool, about, outcome, detail }: ToolCallLine, key: string, goesOn: boolean): Markup {
  const words = goesOn && outcome === 'not done' ? 'to come' : outcome
  const head = html`<code>${tool}</code> ${about} <span class="${OUTCOMES[outcome]}">${words}</span>`
  if (detail === '') return html`<li>${head}</li>`
  return html`<li>
    <details data-key="${key}">
      <summary>${head}</summary>
      <pre tabindex="0" role="region" aria-label="Detail of ${tool}">${detail}</pre>
    </details>
  </li>`
}
