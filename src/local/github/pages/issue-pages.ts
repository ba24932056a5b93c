import { Hono } from 'hono'
import { html } from 'hono/html'
import type { Access } from '../access.ts'
import type { Hub } from '../hub.ts'
import { pullOf } from '../payloads/issue.ts'
import { findIssue } from '../services/issues.ts'
import type { Repository } from '../store/repositories.ts'
import { issueRow, type IssueRow } from '../store/rows.ts'
import { userById } from '../store/users.ts'
import { commentForm, conversation } from './conversation.ts'
import { page, time, type Html } from './layout.ts'
import { enterPage } from './page-context.ts'

const MAX_ROWS = 500

export function mayWrite({ role }: Access): boolean {
  return role === 'admin' || role === 'write'
}

export function mayChangeFor(access: Access): (authorId: number) => boolean {
  return (authorId) => mayWrite(access) || (access.actor.kind === 'person' && access.actor.user.id === authorId)
}

function issueList(hub: Hub, repository: Repository, kind: 'issues' | 'pull'): Html {
  const membership = kind === 'pull' ? 'IN' : 'NOT IN'
  const sql = `SELECT * FROM issues WHERE repository_id = ? AND id ${membership} (SELECT issue_id FROM pulls) ORDER BY state DESC, number DESC LIMIT ${MAX_ROWS}`
  const rows = hub.store.all(issueRow, sql, repository.row.id).map((issue) => {
    const author = userById(hub.store, issue.user_id).login
    return html`<li>
      ${stateBadge(hub, issue)} <a href="/${repository.fullName}/${kind}/${issue.number}"><strong>${issue.title}</strong></a
      ><br /><span class="muted">#${issue.number} by ${author}, ${time(issue.created_at)}</span>
    </li>`
  })
  return rows.length === 0
    ? html`<p>There are none yet.</p>`
    : html`<ul class="rows">
        ${rows}
      </ul>`
}

export function stateBadge(hub: Hub, issue: IssueRow): Html {
  const pull = pullOf(hub, issue.id)
  if (pull?.merged_at != null) return html`<span class="state merged">Merged</span>`
  if (issue.state === 'closed') return html`<span class="state closed">Closed</span>`
  return pull?.draft === true ? html`<span class="state draft">Draft</span>` : html`<span class="state">Open</span>`
}

export function issuePages(hub: Hub): Hono {
  const pages = new Hono()

  pages.get('/:owner/:repo/issues', (c) => {
    const { repository, viewer } = enterPage(hub, c)
    const form = html`<h2>New issue</h2>
      <form class="talk" method="post" action="/${repository.fullName}/_issues">
        <label for="title">Title</label><input id="title" name="title" type="text" maxlength="256" required />
        <label for="body">Description</label><textarea id="body" name="body" rows="6"></textarea>
        <div class="buttons"><button class="primary">Open issue</button></div>
      </form>`
    const content = html`<h1>Issues</h1>
      ${issueList(hub, repository, 'issues')}${form}`
    return c.html(page('Issues', viewer, content, { repository, tab: 'issues' }))
  })

  pages.get('/:owner/:repo/pulls', (c) => {
    const { repository, viewer } = enterPage(hub, c)
    return c.html(
      page(
        'Pull requests',
        viewer,
        html`<h1>Pull requests</h1>
          ${issueList(hub, repository, 'pull')}`,
        { repository, tab: 'pulls' },
      ),
    )
  })

  pages.get('/:owner/:repo/issues/:number{[0-9]+}', (c) => {
    const { repository, viewer, access } = enterPage(hub, c)
    const issue = findIssue(hub, repository, Number(c.req.param('number')))
    if (pullOf(hub, issue.id) !== undefined) return c.redirect(`/${repository.fullName}/pull/${issue.number}`)
    const mayChange = mayChangeFor(access)
    const content = html`<h1>${issue.title} <span class="muted">#${issue.number}</span></h1>
      <p>${stateBadge(hub, issue)}</p>
      ${conversation(hub, repository, issue, mayChange)}${commentForm(repository, issue, mayChange(issue.user_id))}`
    return c.html(page(`${issue.title} · #${issue.number}`, viewer, content, { repository, tab: 'issues' }))
  })

  return pages
}
