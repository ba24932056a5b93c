import { html } from 'hono/html'
import { summaryBlocks } from '#src/domain/messages/summary-markdown.ts'
import type { Block } from '#src/domain/messages/summary-markdown.ts'
import type { Markup } from './page-layout.ts'

/** The model's summary. Each list item becomes a list of its own. */
export function summaryView(text: string): Markup {
  return html`${summaryBlocks(text).map(block)}`
}

function block(part: Block): Markup {
  if (part.kind === 'code') return html`<pre tabindex="0"><code>${part.text}</code></pre>`
  const spans = part.spans.map(({ kind, text }) => (kind === 'code' ? html`<code>${text}</code>` : text))
  return part.kind === 'item'
    ? html`<ul>
        <li>${spans}</li>
      </ul>`
    : html`<p>${spans}</p>`
}
