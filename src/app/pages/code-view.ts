import { html, raw } from 'hono/html'
import type { DiffLine } from '#src/ports/line-diff.ts'
import type { Markup } from './page-layout.ts'

/** Source code with line numbers. `lines` are HTML, escaped by the highlighter. */
export function codeView(id: string, name: string, lines: readonly string[]): Markup {
  return html`<pre class="code" tabindex="0" role="region" aria-label="${name}"><code id="${id}">${lines.map(
    (line, index) =>
      html`<span class="row"><span class="number" aria-hidden="true">${index + 1}</span><span class="line">${raw(line)}</span></span>`,
  )}</code></pre>`
}

const MARKS = { added: '+', removed: '−', same: ' ' } as const
const LABELS = { added: 'added: ', removed: 'removed: ', same: '' } as const

/** The diff of two texts, in pieces. */
export function diffView(name: string, pieces: readonly DiffLine[][], before: readonly string[], after: readonly string[]): Markup {
  const row = ({ kind, before: old, after: now }: DiffLine): Markup => {
    const line = now === null ? before[(old ?? 0) - 1] : after[now - 1]
    return html`<span class="row ${kind}"
      ><span class="number" aria-hidden="true">${old ?? ''}</span><span class="number" aria-hidden="true">${now ?? ''}</span
      ><span class="mark" aria-hidden="true">${MARKS[kind]}</span
      ><span class="line"><span class="visually-hidden">${LABELS[kind]}</span>${raw(line ?? '')}</span></span
    >`
  }
  return html`<pre class="code diff" tabindex="0" role="region" aria-label="Changes in ${name}"><code>${pieces.map(
    (piece, index) => html`${index === 0 ? '' : html`<span class="gap" aria-hidden="true">⋯</span>`}${piece.map(row)}`,
  )}</code></pre>`
}
