import { html } from 'hono/html'
import { fileTree } from '#src/domain/repository/file-tree.ts'
import type { FileTree } from '#src/domain/repository/file-tree.ts'
import type { FileEdit } from '#src/domain/projects/records.ts'
import type { Highlighter } from '#src/ports/highlighter.ts'
import type { LineDiff } from '#src/ports/line-diff.ts'
import type { VersionFile } from '#src/ports/version-reader.ts'
import { codeView, diffView } from './code-view.ts'
import type { Markup } from './page-layout.ts'
import { versionLayout, versionPath } from './version-layout.ts'
import type { VersionView } from './version-layout.ts'

export type CodeTools = { highlighter: Highlighter; lineDiff: LineDiff }
/** The file to show, as code or as a diff. `before`: its text before this version. */
export type ShownFile = { file: VersionFile; before: string | null; asDiff: boolean }

/** The file tree of a version and one of its files. */
export async function filesPage(view: VersionView, shown: ShownFile | null, tools: CodeTools): Promise<Markup> {
  const { page } = view
  const edits = new Map(page.checks.flatMap((check) => check.edits ?? []).map((edit) => [edit.path, edit]))
  const below = (path: string): string => versionPath(view, page.version, '/files', `&file=${encodeURIComponent(path)}`)
  return versionLayout(
    view,
    'Files',
    'Files',
    html`<div class="beside">
      <nav aria-label="Files of this version">
        ${branch(fileTree(page.files.map(({ path }) => path)), shown?.file.path ?? null, edits, below)}
        ${page.removed.length === 0 ? '' : html`<p>Removed: ${page.removed.map((path, index) => html`${index === 0 ? '' : ', '}<del>${path}</del>`)}</p>`}
        <p>
          <a href="${versionPath(view, page.version, '/version.zip')}">Download this version (ZIP)</a><br />
          <a href="${versionPath(view, page.version, '/project.zip')}">Download all changes of this project (ZIP)</a>
        </p>
      </nav>
      ${shown === null ? html`<p>This version has no text files.</p>` : await fileView(shown, below(shown.file.path), tools)}
    </div>`,
  )
}

function branch(
  entries: readonly FileTree[],
  current: string | null,
  edits: ReadonlyMap<string, FileEdit>,
  below: (path: string) => string,
): Markup {
  return html`<ul class="tree">
    ${entries.map(({ name, path, isFolder, inside }) =>
      isFolder
        ? html`<li><span class="folder">${name}/</span>${branch(inside, current, edits, below)}</li>`
        : html`<li>
            <a href="${below(path)}" ${path === current ? 'aria-current=page' : ''}>${name}</a>
            ${counts(edits.get(path))}
          </li>`,
    )}
  </ul>`
}

function counts(edit: FileEdit | undefined): Markup | '' {
  return edit === undefined ? '' : html`<span class="soft">+${edit.added} −${edit.removed}</span>`
}

async function fileView({ file, before, asDiff }: ShownFile, href: string, { highlighter, lineDiff }: CodeTools): Promise<Markup> {
  const { path, content } = file
  const pieces = before === null || !asDiff ? null : lineDiff.pieces(before, content)
  const after = await highlighter.lines(path, content)
  const shown =
    pieces === null || before === null
      ? codeView('code', path, after)
      : pieces.length === 0
        ? html`<p>This file has no changes.</p>`
        : diffView(path, pieces, await highlighter.lines(path, before), after)
  const views = html`<a href="${href}" ${pieces === null ? 'aria-current=true' : ''}>Code</a>
    <a href="${href}&view=diff" ${pieces === null ? '' : 'aria-current=true'}>Changes</a>`
  const isTooDifferent = asDiff && before !== null && pieces === null
  return html`<div>
    <div class="tools">
      <h2>${path}</h2>
      <div class="choice">
        ${before === null ? html`<span class="soft">new in this version</span>` : views}
        <button type="button" data-copy="code" hidden>Copy</button>
      </div>
    </div>
    ${isTooDifferent ? html`<p>The changes are too large to show as a diff.</p>` : ''} ${shown}
  </div>`
}
