import { html } from 'hono/html'
import { diffFiles, type FileDiff } from '../../git/git-diffs.ts'
import { changeCounts, fileAnchor, fileDiff } from './diff-view.ts'
import { count, NOTHING, type Html } from '../html.ts'
import { emptyState } from '../github-layout.ts'
import type { Scene } from '../page-context.ts'
import type { PullView } from './pull-head.ts'
import { avatar } from '../issues/comment-view.ts'
import { threadBody, threadsOf, type Thread } from '../issues/threads.ts'

const MAX_FILES = 300
/** A longer page is of no use; the plain diff has everything. */
const MAX_CHARACTERS = 1_500_000

/** The files of a diff, limited in number and length; `left` is the number of omitted files. */
export async function shownFiles(gitPath: string, from: string | null, to: string): Promise<{ files: FileDiff[]; left: number }> {
  const all = await diffFiles(gitPath, from, to)
  let characters = 0
  const files = all.slice(0, MAX_FILES).map((file) => {
    characters += file.patch?.length ?? 0
    return characters > MAX_CHARACTERS ? { ...file, patch: null } : file
  })
  return { files, left: all.length - files.length }
}

/** The list of changed files, with a link to each one's changes. */
export function fileIndex(files: readonly FileDiff[], left: number): Html {
  const sum = (name: 'additions' | 'deletions') => files.reduce((total, file) => total + file[name], 0)
  const items = files.map((file) => html`<li><a href="#${fileAnchor(file.path)}">${file.path}</a> ${changeCounts(file)}</li>`)
  return html`<nav class="file-index" aria-label="Changed files">
    <p>
      <strong>${count(files.length + left, 'file')} changed</strong>
      ${changeCounts({ additions: sum('additions'), deletions: sum('deletions') })}
    </p>
    <ol>
      ${items}
    </ol>
    ${left === 0 ? '' : html`<p class="muted">${count(left, 'more file')} not shown.</p>`}
  </nav>`
}

/** The changes of a pull request with their line comments. */
export async function pullFiles(scene: Scene, { issue, pull, start }: PullView): Promise<Html> {
  const { repository } = scene
  const { files, left } = await shownFiles(repository.gitPath, start, pull.head_sha)
  if (files.length === 0) return emptyState('Nothing changed', 'This pull request changes nothing compared with its base branch.')
  const threads = threadsOf(scene, issue.id)
  return html`<div id="files" data-live>
    ${fileIndex(files, left)}${files.map((file) => {
      const mine = threads.filter(({ first }) => first.path === file.path)
      return fileDiff(file, {
        repository: repository.fullName,
        head: pull.head_sha,
        belowLine: ({ left: old, right }) =>
          threadRow(
            scene,
            mine.filter(({ first }) => first.line === (first.side === 'LEFT' ? old : right)),
          ),
        below: file.patch === null ? NOTHING : lineForm(scene, issue.number, file),
      })
    })}
  </div>`
}

function threadRow(scene: Scene, threads: readonly Thread[]): Html {
  if (threads.length === 0) return NOTHING
  return html`<tr class="thread-row">
    <td colspan="4">${threads.map((thread) => threadBody(scene, thread))}</td>
  </tr>`
}

function lineForm({ repository, viewer }: Scene, number: number, file: FileDiff): Html {
  if (viewer.login === '' || file.status === 'removed') return NOTHING
  const id = fileAnchor(file.path)
  return html`<details class="more line-form">
    <summary>Comment on a line<span class="sr"> of ${file.path}</span></summary>
    <form class="text-form" method="post" action="/${repository.fullName}/_lines/${number}">
      <input type="hidden" name="path" value="${file.path}" />
      <label for="line-${id}">Line of the new file</label><input id="line-${id}" name="line" type="number" min="1" required />
      <label for="comment-${id}">Comment</label><textarea id="comment-${id}" name="body" rows="3" required></textarea>
      <div class="buttons"><button class="primary">Comment on this line</button></div>
    </form>
  </details>`
}

export function reviewForm({ repository, viewer }: Scene, { issue }: PullView): Html {
  if (viewer.login === '') return NOTHING
  const own = issue.user_id === viewer.id
  const verdicts = own
    ? ''
    : html`<button name="event" value="APPROVE">Approve</button><button name="event" value="REQUEST_CHANGES">Request changes</button>`
  return html`<section class="comment-box">
    ${avatar(viewer.id, 36)}
    <h2>Review</h2>
    <form class="text-form" method="post" action="/${repository.fullName}/_reviews/${issue.number}">
      <label for="review">Review as ${viewer.login}</label><textarea id="review" name="body" rows="4"></textarea>
      <div class="buttons"><button class="primary" name="event" value="COMMENT">Comment</button>${verdicts}</div>
    </form>
  </section>`
}
