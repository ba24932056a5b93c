import { Hono } from 'hono'
import { html } from 'hono/html'
import type { Hub } from '../hub.ts'
import { listCommits } from '../git/commits.ts'
import { diffFiles, diffText } from '../git/diffs.ts'
import { listCheckRuns } from '../services/check-runs.ts'
import { diffStart, pullFacts } from '../services/pull-facts.ts'
import { findPull, type FoundPull } from '../services/pulls.ts'
import type { Repository } from '../store/repositories.ts'
import { commentForm, conversation } from './conversation.ts'
import { fileDiff } from './diff-view.ts'
import { mayChangeFor, mayWrite, stateBadge } from './issue-pages.ts'
import { page, time, type Html } from './layout.ts'
import { renderMarkdown } from './markdown.ts'
import { enterPage } from './page-context.ts'

const MAX_COMMITS = 250
const MAX_FILES = 300

function pullHead(hub: Hub, { issue, pull }: FoundPull, repository: Repository, tab: 'conversation' | 'files'): Html {
  const base = `/${repository.fullName}/pull/${issue.number}`
  const current = (name: string) => (name === tab ? html` aria-current="page"` : '')
  return html`<h1>${issue.title} <span class="muted">#${issue.number}</span></h1>
    <p>
      ${stateBadge(hub, issue)} <span class="muted"><code>${pull.head_ref}</code> into <code>${pull.base_ref}</code></span>
    </p>
    <nav class="tabs" aria-label="Pull request">
      <ul>
        <li><a href="${base}" ${current('conversation')}>Conversation</a></li>
        <li><a href="${base}/files" ${current('files')}>Files changed</a></li>
      </ul>
    </nav>`
}

export function pullPages(hub: Hub): Hono {
  const pages = new Hono()

  pages.get('/:owner/:repo/pull/:number{[0-9]+}', async (c) => {
    const { repository, viewer, access } = enterPage(hub, c)
    const found = findPull(hub, repository, Number(c.req.param('number')))
    const mayChange = mayChangeFor(access)
    const content = html`${pullHead(hub, found, repository, 'conversation')}
    ${conversation(hub, repository, found.issue, mayChange)}${await commitList(repository, found)}${checkList(hub, repository, found)}
    ${mayWrite(access) && found.issue.state === 'open' ? await mergeBox(repository, found) : ''}
    ${commentForm(repository, found.issue, found.pull.merged_at === null && mayChange(found.issue.user_id))}`
    return c.html(page(`${found.issue.title} · #${found.issue.number}`, viewer, content, { repository, tab: 'pulls' }))
  })

  pages.get('/:owner/:repo/pull/:number{[0-9]+}/files', async (c) => {
    const { repository, viewer } = enterPage(hub, c)
    const found = findPull(hub, repository, Number(c.req.param('number')))
    const files = await diffFiles(repository.gitPath, await diffStart(repository, found.pull), found.pull.head_sha)
    const content = html`${pullHead(hub, found, repository, 'files')}${files.slice(0, MAX_FILES).map((file) => fileDiff(repository, found.issue.number, file))}${reviewForm(repository, found)}`
    return c.html(page(`Files of #${found.issue.number}`, viewer, content, { repository, tab: 'pulls' }))
  })

  pages.get('/:owner/:repo/pull/:file{[0-9]+\\.diff}', async (c) => {
    const { repository } = enterPage(hub, c)
    const { pull } = findPull(hub, repository, Number.parseInt(c.req.param('file'), 10))
    return c.text(await diffText(repository.gitPath, await diffStart(repository, pull), pull.head_sha))
  })

  return pages
}

async function commitList(repository: Repository, { pull }: FoundPull): Promise<Html> {
  const range = `${await diffStart(repository, pull)}..${pull.head_sha}`
  const commits = await listCommits(repository.gitPath, range, { limit: MAX_COMMITS, oldestFirst: true })
  const rows = commits.map(
    ({ sha, message, author }) =>
      html`<li>
        <code>${sha.slice(0, 7)}</code> ${message.split('\n')[0]} <span class="muted">${author.name}, ${time(author.date)}</span>
      </li>`,
  )
  return html`<h2>Commits</h2>
    <ul class="rows">
      ${rows}
    </ul>`
}

function checkList(hub: Hub, repository: Repository, { pull }: FoundPull): Html {
  const rows = listCheckRuns(hub, repository, pull.head_sha).map((run) => {
    const link = run.details_url === null ? run.name : html`<a href="${run.details_url}" rel="nofollow noopener">${run.name}</a>`
    const summary =
      run.summary === null
        ? ''
        : html`<details>
            <summary>${run.title ?? 'Summary'}</summary>
            <div class="markdown">${renderMarkdown(run.summary, false)}</div>
          </details>`
    return html`<li>${link}: <strong>${run.conclusion ?? run.status.replace('_', ' ')}</strong>${summary}</li>`
  })
  return html`<h2>Checks</h2>
    ${
      rows.length === 0
        ? html`<p class="muted">None for the last commit.</p>`
        : html`<ul class="rows">
            ${rows}
          </ul>`
    }`
}

async function mergeBox(repository: Repository, { issue, pull }: FoundPull): Promise<Html> {
  const { mergeable } = await pullFacts(repository, issue, pull)
  const ready = pull.draft
    ? html`<button name="what" value="ready">Ready for review</button>`
    : html`<button name="what" value="draft">Convert to draft</button>`
  const merge = mergeable === true && !pull.draft ? html`<button class="primary" name="what" value="merge">Merge pull request</button>` : ''
  return html`<h2>Merge</h2>
    <p>${mergeable === true ? 'This branch has no conflicts with the base branch.' : 'This branch has conflicts that must be resolved.'}</p>
    <form method="post" action="/${repository.fullName}/_pull/${issue.number}"><div class="buttons">${merge}${ready}</div></form>`
}

function reviewForm(repository: Repository, { issue }: FoundPull): Html {
  return html`<h2>Review</h2>
    <form class="talk" method="post" action="/${repository.fullName}/_reviews/${issue.number}">
      <label for="review">Review</label><textarea id="review" name="body" rows="4"></textarea>
      <div class="buttons">
        <button name="event" value="COMMENT">Comment</button><button name="event" value="APPROVE">Approve</button
        ><button name="event" value="REQUEST_CHANGES">Request changes</button>
      </div>
    </form>`
}
