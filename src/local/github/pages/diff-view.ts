import { html } from 'hono/html'
import type { FileDiff } from '../git/diffs.ts'
import type { Repository } from '../store/repositories.ts'
import type { Html } from './layout.ts'

/** One file's changes, line by line, and a form to say something about one of them. */
export function fileDiff(repository: Repository, number: number, file: FileDiff): Html {
  const name = file.previousPath === null ? file.path : `${file.previousPath} → ${file.path}`
  const body = file.patch === null ? html`<p class="markdown muted">No text to show.</p>` : diffTable(file.path, file.patch)
  return html`<figure class="file">
    <figcaption>${name} <span class="plus">+${file.additions}</span> <span class="minus">−${file.deletions}</span></figcaption>
    ${body}${file.patch === null ? '' : lineForm(repository, number, file)}
  </figure>`
}

function diffTable(path: string, patch: string): Html {
  let left = 0
  let right = 0
  const rows = patch.split('\n').map((line) => {
    const header = /^@@ -(\d+)(?:,\d+)? \+(\d+)/.exec(line)
    if (header !== null) {
      left = Number(header[1])
      right = Number(header[2])
      return html`<tr class="hunk">
        <td class="number"></td>
        <td class="number"></td>
        <td>${line}</td>
      </tr>`
    }
    if (line.startsWith('+'))
      return html`<tr class="added">
        <td class="number"></td>
        <td class="number">${right++}</td>
        <td>${line}</td>
      </tr>`
    if (line.startsWith('-'))
      return html`<tr class="removed">
        <td class="number">${left++}</td>
        <td class="number"></td>
        <td>${line}</td>
      </tr>`
    if (line.startsWith('\\'))
      return html`<tr>
        <td class="number"></td>
        <td class="number"></td>
        <td>${line}</td>
      </tr>`
    return html`<tr>
      <td class="number">${left++}</td>
      <td class="number">${right++}</td>
      <td>${line}</td>
    </tr>`
  })
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Changes of ${path}">
    <table class="code">
      ${rows}
    </table>
  </div>`
}

function lineForm(repository: Repository, number: number, file: FileDiff): Html {
  const id = file.blobSha.slice(0, 12)
  return html`<details class="more">
    <summary>Comment on a line</summary>
    <form class="talk" method="post" action="/${repository.fullName}/_lines/${number}">
      <input type="hidden" name="path" value="${file.path}" />
      <label for="line-${id}">Line of the new file</label><input id="line-${id}" name="line" type="number" min="1" required />
      <label for="said-${id}">Comment</label><textarea id="said-${id}" name="body" rows="3" required></textarea>
      <div class="buttons"><button>Comment on this line</button></div>
    </form>
  </details>`
}
