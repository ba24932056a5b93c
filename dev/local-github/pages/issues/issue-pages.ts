import { Hono } from 'hono'
import { html } from 'hono/html'
import type { Hub } from '../../hub.ts'
import { pullOf } from '../../payloads/issue-payload.ts'
import { findIssue } from '../../services/issue-service.ts'
import { conversation } from './conversation-view.ts'
import { commentForm } from './edit-forms.ts'
import { commandHint } from '../hints.ts'
import { issueList, stateBadge, type Kind } from './issue-list.ts'
import { liveNote } from '../github-layout.ts'
import { enterPage } from '../page-context.ts'
import { personLink } from './comment-view.ts'
import { mayChange } from './issue-state.ts'
import { time } from '../time.ts'

export function issuePages(hub: Hub): Hono {
  const pages = new Hono()
  const lists = [
    { kind: 'issues', title: 'Issues' },
    { kind: 'pulls', title: 'Pull requests' },
  ] satisfies { kind: Kind; title: string }[]

  for (const { kind, title } of lists) {
    pages.get(`/:owner/:repo/${kind}`, (c) => {
      const entered = enterPage(hub, c)
      const state = c.req.query('state') === 'closed' ? 'closed' : 'open'
      const button =
        kind === 'issues' ? html`<a class="button primary" href="/${entered.repository.fullName}/issues/new">New issue</a>` : ''
      const content = html`<div class="page-head">
          <h1>${title}</h1>
          ${button}${liveNote()}
        </div>
        ${issueList(entered, kind, state)}`
      return entered.show(title, kind, content)
    })
  }

  pages.get('/:owner/:repo/issues/new', (c) => {
    const entered = enterPage(hub, c)
    const { title = '', body = '' } = c.req.query()
    const content = html`<h1>New issue</h1>
      <form class="text-form" method="post" action="/${entered.repository.fullName}/_issues">
        <label for="title">Title</label><input id="title" name="title" type="text" maxlength="256" required value="${title}" />
        <label for="body">Description</label><textarea id="body" name="body" rows="8" aria-describedby="hint">${body}</textarea>
        <div class="buttons"><button class="primary">Open issue</button></div>
      </form>
      ${commandHint(entered, 'new')}`
    return entered.show('New issue', 'issues', content)
  })

  pages.get('/:owner/:repo/issues/:number{[0-9]+}', (c) => {
    const entered = enterPage(hub, c)
    const { repository, viewer } = entered
    const issue = findIssue(hub, repository, Number(c.req.param('number')))
    if (pullOf(hub, issue.id) !== undefined) return c.redirect(`/${repository.fullName}/pull/${issue.number}`)
    const form = { isPull: false, mayClose: mayChange(viewer, issue.user_id), draft: c.req.query('draft') ?? '' }
    const content = html`<div class="title-block" id="title-block" data-live>
        <h1>${issue.title} <span class="number">#${issue.number}</span></h1>
        <p class="facts">${stateBadge(hub, issue)} ${personLink(entered, issue.user_id)} opened this issue ${time(issue.created_at)}</p>
      </div>
      ${liveNote()}${conversation(entered, issue)}${commentForm(entered, issue, form)}`
    return entered.show(`${issue.title} · #${issue.number}`, 'issues', content)
  })

  return pages
}
