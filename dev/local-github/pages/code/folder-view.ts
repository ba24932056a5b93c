import { html } from 'hono/html'
import { notFound } from '../../api-error.ts'
import { readCommit } from '../../git/git-commits.ts'
import { listTree, readBlob, type TreeEntry } from '../../git/git-objects.ts'
import { listRefs } from '../../git/revisions.ts'
import { encodePath } from '../../payloads/payload-links.ts'
import { commitLine } from '../pulls/commit-rows.ts'
import { fileSize } from './file-kinds.ts'
import type { RefPath } from './find-ref.ts'
import { NOTHING, type Html } from '../html.ts'
import { icon } from '../icons.ts'
import { renderMarkdown } from '../issues/render-markdown.ts'
import type { Scene } from '../page-context.ts'

const MAX_README_BYTES = 512 * 1_024
const MAX_ROWS = 1_000
const MAX_BRANCHES = 200

/** The parts of a path as links. */
export function breadcrumbs({ repository }: Scene, { ref, path }: RefPath): Html {
  const root = `/${repository.fullName}/tree/${encodePath(ref)}`
  const parts = path === '' ? [] : path.split('/')
  const links = parts.map((part, index) =>
    index === parts.length - 1
      ? html` <span aria-hidden="true">/</span> <span aria-current="page">${part}</span>`
      : html` <span aria-hidden="true">/</span> <a href="${root}/${encodePath(parts.slice(0, index + 1).join('/'))}">${part}</a>`,
  )
  return html`<a href="${root}">${repository.row.name}</a> ${links}`
}

/** A menu with the current branch and the others. */
export async function branchMenu({ repository }: Scene, { ref, path }: RefPath): Promise<Html> {
  const prefix = 'refs/heads/'
  const branches = [...(await listRefs(repository.gitPath, prefix)).keys()].map((name) => name.slice(prefix.length))
  const items = branches.slice(0, MAX_BRANCHES).map(
    (name) =>
      html`<li>
        <a
          href="/${repository.fullName}/tree/${encodePath(name)}${path === '' ? '' : `/${encodePath(path)}`}"
          ${name === ref ? html` aria-current="true"` : ''}
          >${name}</a
        >
      </li>`,
  )
  const shown = /^[0-9a-f]{40}$/.test(ref) ? ref.slice(0, 7) : ref
  return html`<details class="menu">
    <summary>${icon('branch')} <span class="sr">Branch: </span>${shown}</summary>
    <ul>
      ${items}
    </ul>
  </details>`
}

/** A folder: the branch's last commit, the files, and the README. */
export async function folderView(scene: Scene, place: RefPath): Promise<Html> {
  const { repository } = scene
  const [entries, commit] = await Promise.all([
    listTree(repository.gitPath, place.commit, place.path),
    readCommit(repository.gitPath, place.commit),
  ])
  if (entries.length === 0) throw notFound()
  const sorted = entries.toSorted((a, b) => Number(b.type === 'tree') - Number(a.type === 'tree') || a.path.localeCompare(b.path))
  const readme = sorted.find((entry) => /(?:^|\/)readme\.md$/i.test(entry.path) && entry.type === 'blob')
  return html`<div class="box folder">
      <div class="last-commit">${commitLine(scene, commit)}</div>
      <ul class="files" aria-label="Files">
        ${sorted.slice(0, MAX_ROWS).map((entry) => fileRow(scene, place.ref, entry))}
      </ul>
    </div>
    ${sorted.length > MAX_ROWS ? html`<p class="muted">${sorted.length - MAX_ROWS} more are not shown.</p>` : ''}
    ${readme === undefined ? '' : await readmeBox(scene, place.ref, readme)}`
}

function fileRow({ repository }: Scene, ref: string, { type, path, size }: TreeEntry): Html {
  const name = path.slice(path.lastIndexOf('/') + 1)
  // A submodule is a commit of another repository, so there is nothing to open.
  if (type === 'commit') return html`<li>${icon('commit')} <span>${name}</span></li>`
  const isFolder = type === 'tree'
  return html`<li>
    <span class="${isFolder ? 'folder-sign' : 'file-sign'}"
      >${icon(isFolder ? 'folder' : 'file')}<span class="sr">${isFolder ? 'Folder' : 'File'} </span></span
    >
    <a href="/${repository.fullName}/${isFolder ? 'tree' : 'blob'}/${encodePath(ref)}/${encodePath(path)}">${name}</a>
    ${size === null ? NOTHING : html`<span class="muted push">${fileSize(size)}</span>`}
  </li>`
}

async function readmeBox({ repository, references }: Scene, ref: string, entry: TreeEntry): Promise<Html> {
  if ((entry.size ?? 0) > MAX_README_BYTES) return NOTHING
  const text = (await readBlob(repository.gitPath, entry.sha)).toString('utf8')
  return html`<section class="box" aria-label="${entry.path}">
    <h2 class="box-title">${icon('file')} ${entry.path}</h2>
    <div class="markdown">${renderMarkdown(text, { references, file: { repository: repository.fullName, ref, path: entry.path } })}</div>
  </section>`
}
