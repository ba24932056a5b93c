import { createHash } from 'node:crypto'
import { html } from 'hono/html'
import type { FileDiff } from '../../git/git-diffs.ts'
import { encodePath } from '../../payloads/payload-links.ts'
import { diffLines, type CodeLine, type DiffLine } from './diff-lines.ts'
import { NOTHING, type Html } from '../html.ts'
import { isImage } from '../code/file-kinds.ts'

const MAX_OPEN_LINES = 800
const SIGNS = { added: '+', removed: '-', same: '' } as const

/** The anchor of a file's changes on their page. */
export function fileAnchor(path: string): string {
  return `diff-${createHash('sha256').update(path).digest('hex').slice(0, 16)}`
}

export type ShownDiff = {
  /** `owner/name`. */
  repository: string
  /** The commit for links to the file. */
  head: string
  /** What to show below a line, and below the file. */
  belowLine?: (line: CodeLine) => Html
  below?: Html
}

/** The changes of one file, line by line. */
export function fileDiff(file: FileDiff, { repository, head, belowLine, below }: ShownDiff): Html {
  const lines = file.patch === null ? [] : diffLines(file.patch)
  const name = file.previousPath === null ? file.path : `${file.previousPath} → ${file.path}`
  const view =
    file.status === 'removed'
      ? ''
      : html`<a href="/${repository}/blob/${head}/${encodePath(file.path)}">View file<span class="sr"> ${file.path}</span></a>`
  return html`<details class="box file" id="${fileAnchor(file.path)}" ${lines.length > MAX_OPEN_LINES ? '' : html` open`}>
    <summary>
      <span class="path">${name}</span> ${file.status === 'modified' ? '' : html`<span class="chip">${file.status}</span>`}
      ${changeCounts(file)}
    </summary>
    <p class="file-links">${view}</p>
    ${lines.length === 0 ? withoutText(file, repository, head) : diffTable(lines, belowLine)}${below ?? ''}
  </details>`
}

export function changeCounts({ additions, deletions }: { additions: number; deletions: number }): Html {
  return html`<span class="counts"
    ><span class="plus">+${additions}</span> <span class="minus">−${deletions}</span
    ><span class="sr"> (lines added and removed)</span></span
  >`
}

function withoutText(file: FileDiff, repository: string, head: string): Html {
  if (isImage(file.path) && file.status !== 'removed') {
    return html`<p class="picture">
      <img src="/${repository}/raw/${head}/${encodePath(file.path)}" alt="${file.path} after this change" />
    </p>`
  }
  return html`<p class="nothing">No text to show: the file is binary, empty, only renamed, or too large.</p>`
}

function diffTable(lines: readonly DiffLine[], belowLine: ShownDiff['belowLine']): Html {
  return html`<table class="code diff">
    <tbody>
      ${codeRows(lines, belowLine)}
    </tbody>
  </table>`
}

export function codeRows(lines: readonly DiffLine[], belowLine: (line: CodeLine) => Html = () => NOTHING): Html[] {
  return lines.map((line) => {
    if (!('parts' in line)) {
      return html`<tr class="${line.kind}">
        <td class="number"></td>
        <td class="number"></td>
        <td class="sign"></td>
        <td>${line.text}</td>
      </tr>`
    }
    const text = line.parts.map((part) => (part.changed ? html`<mark>${part.text}</mark>` : part.text))
    return html`<tr class="${line.kind}">
        <td class="number">${line.left ?? ''}</td>
        <td class="number" ${line.right === null ? '' : html` data-line="${line.right}"`}>${line.right ?? ''}</td>
        <td class="sign">${SIGNS[line.kind]}</td>
        <td>${text}</td>
      </tr>
      ${belowLine(line)}`
  })
}
