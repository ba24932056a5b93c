import { html } from 'hono/html'
import { readBlob, type TreeEntry } from '../../git/git-objects.ts'
import { encodePath } from '../../payloads/payload-links.ts'
import { fileSize, isImage, isMarkdown } from './file-kinds.ts'
import type { RefPath } from './find-ref.ts'
import { count, type Html } from '../html.ts'
import { subTabs } from '../github-layout.ts'
import { renderMarkdown } from '../issues/render-markdown.ts'
import type { Scene } from '../page-context.ts'

const MAX_SHOWN_BYTES = 512 * 1_024

/** One file: an image, rendered Markdown (or its source if `plain`), or text with line numbers. */
export async function fileView(scene: Scene, place: RefPath, entry: TreeEntry, plain: boolean): Promise<Html> {
  const { repository } = scene
  const at = `${encodePath(place.ref)}/${encodePath(place.path)}`
  const rawLink = `/${repository.fullName}/raw/${at}`
  const size = entry.size ?? 0
  const bytes = size > MAX_SHOWN_BYTES ? null : await readBlob(repository.gitPath, entry.sha)
  const text = bytes === null || bytes.includes(0) ? null : bytes.toString('utf8')
  const both = text !== null && (isMarkdown(place.path) || place.path.toLowerCase().endsWith('.svg'))
  const page = `/${repository.fullName}/blob/${at}`
  const tabs = both
    ? subTabs('View', [
        { name: 'Preview', href: page, current: !plain },
        { name: 'Text', href: `${page}?plain=1`, current: plain },
      ])
    : ''
  return html`${tabs}
    <div class="box file">
      <p class="box-title">
        ${text === null ? '' : `${count(linesOf(text).length, 'line')} · `}${fileSize(size)} <a class="push" href="${rawLink}">Raw</a>
      </p>
      ${content(scene, place, { text, rawLink, plain: plain || !both })}
    </div>`
}

type Shown = { text: string | null; rawLink: string; plain: boolean }

function content({ repository, references }: Scene, { ref, path }: RefPath, { text, rawLink, plain }: Shown): Html {
  if (isImage(path) && (text === null || !plain)) return html`<p class="picture"><img src="${rawLink}" alt="${path}" /></p>`
  if (text === null)
    return html`<p class="nothing">This file is binary or too large to show. Open it with <a href="${rawLink}">Raw</a>.</p>`
  if (!plain) {
    const file = { repository: repository.fullName, ref, path }
    return html`<div class="markdown">${renderMarkdown(text, { references, file })}</div>`
  }
  return text === '' ? html`<p class="nothing">This file is empty.</p>` : numberedLines(text)
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n')
}

function numberedLines(text: string): Html {
  const rows = linesOf(text).map(
    (line, index) =>
      html`<tr id="L${index + 1}">
        <td class="number">${index + 1}</td>
        <td>${line}</td>
      </tr>`,
  )
  return html`<table class="code">
    <tbody>
      ${rows}
    </tbody>
  </table>`
}
