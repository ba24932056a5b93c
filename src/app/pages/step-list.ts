import { html } from 'hono/html'
import type { ToolCallLine } from '#src/domain/agent/tool-call-line.ts'
import type { TranscriptStep } from '#src/ports/version-reader.ts'
import type { Markup } from './page-layout.ts'

/** The agent's steps in order. `goesOn`: the turn is still running, so open tool calls of the last step are pending. */
export function stepList(steps: readonly TranscriptStep[], goesOn = false): Markup {
  return html`<ol class="turns">
    ${steps.map(
      (step) =>
        html`<li>
          <p>${step.thought === '' ? html`<span class="soft">No explanation given</span>` : step.thought}</p>
          <ul class="tool-calls">
            ${step.toolCalls.map((toolCall, index) => toolCallItem(toolCall, `${step.number}-${index}`, goesOn && step === steps.at(-1)))}
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

function toolCallItem({ tool, about, outcome, detail }: ToolCallLine, key: string, goesOn: boolean): Markup {
  const label = goesOn && outcome === 'not done' ? 'pending' : outcome
  const head = html`<code>${tool}</code> ${about} <span class="${OUTCOMES[outcome]}">${label}</span>`
  if (detail === '') return html`<li>${head}</li>`
  return html`<li>
    <details data-key="${key}">
      <summary>${head}</summary>
      <pre tabindex="0" role="region" aria-label="Details of ${tool}">${detail}</pre>
    </details>
  </li>`
}
