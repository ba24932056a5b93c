import { Hono } from 'hono'
import { html } from 'hono/html'
import { notFound } from '../../api-error.ts'
import type { Hub } from '../../hub.ts'
import { listCommits, readCommit } from '../../git/git-commits.ts'
import { resolveCommit } from '../../git/revisions.ts'
import { listCheckRuns } from '../../services/check-run-service.ts'
import { verifiedRow } from '../../store/row-types.ts'
import { checkList } from './checks-view.ts'
import { commitAuthor, commitRows } from './commit-rows.ts'
import { fileDiff } from './diff-view.ts'
import { fileIndex, shownFiles } from './files-view.ts'
import { splitRef } from '../code/find-ref.ts'
import { branchMenu } from '../code/folder-view.ts'
import { emptyState } from '../github-layout.ts'
import { enterPage } from '../page-context.ts'
import { withReferences } from '../issues/references.ts'
import { time } from '../time.ts'

const MAX_COMMITS = 200

export function commitPages(hub: Hub): Hono {
  const pages = new Hono()

  pages.get('/:owner/:repo/commits/:rest{.+}', async (c) => {
    const entered = enterPage(hub, c)
    const place = await splitRef(entered.repository, c.req.param('rest'))
    if (place.path !== '') throw notFound()
    const commits = await listCommits(entered.repository.gitPath, place.commit, { limit: MAX_COMMITS })
    const content = html`<h1>Commits</h1>
      <div class="tools">${await branchMenu(entered, place)}</div>
      ${commitRows(entered, commits)}`
    return entered.show(`Commits of ${place.ref}`, 'code', content)
  })

  pages.get('/:owner/:repo/commit/:sha{[0-9a-f]{7,40}}', async (c) => {
    const entered = enterPage(hub, c)
    const { repository, references } = entered
    const sha = await resolveCommit(repository.gitPath, c.req.param('sha'))
    if (sha === null) throw notFound()
    const commit = await readCommit(repository.gitPath, sha)
    const { files, left } = await shownFiles(repository.gitPath, commit.parents[0] ?? null, sha)
    const [title = '', ...rest] = commit.message.split('\n')
    const text = rest.join('\n').trim()
    const verified = hub.store.get(
      verifiedRow,
      'SELECT verified_at FROM verified_commits WHERE repository_id = ? AND sha = ?',
      repository.row.id,
      sha,
    )
    const parents = commit.parents.map((one) => html` <a class="sha" href="/${repository.fullName}/commit/${one}">${one.slice(0, 7)}</a>`)
    const checks = listCheckRuns(hub, repository, sha).length === 0 ? '' : html`<div id="checks">${checkList(entered, sha)}</div>`
    const content = html`<h1>${withReferences(title, references)}</h1>
      ${text === '' ? '' : html`<pre class="message">${withReferences(text, references)}</pre>`}
      <p class="facts">
        ${commitAuthor(entered, commit)} ${time(commit.committer.date)} · <code>${sha.slice(0, 12)}</code>
        ${verified === undefined ? '' : html`<span class="chip good" title="Created and signed by this GitHub">Verified</span>`}
        ${parents.length === 0 ? '' : html`· ${parents.length === 1 ? 'parent' : 'parents'}${parents}`}
      </p>
      ${checks}
      ${
        files.length === 0
          ? emptyState('Nothing changed', 'This commit changes no files.')
          : html`${fileIndex(files, left)}${files.map((file) => fileDiff(file, { repository: repository.fullName, head: sha }))}`
      }`
    return entered.show(title, 'code', content)
  })

  return pages
}
