import { Hono } from 'hono'
import { setCookie } from 'hono/cookie'
import { demandOwnOrWrite } from '../access.ts'
import type { Hub } from '../hub.ts'
import { pullOf } from '../payloads/issue.ts'
import { SPEAK_IN_CONVERSATION, SPEAK_ON_ISSUES, SPEAK_ON_PULLS, WRITE_CONTENTS } from '../rest/needs.ts'
import { createComment, deleteComment, editComment, findComment } from '../services/comments.ts'
import { closeIssue, createIssue, findIssue, reopenIssue } from '../services/issues.ts'
import { mergePull } from '../services/merges.ts'
import { editPull, findPull, setDraft } from '../services/pulls.ts'
import { createReview, createReviewComment } from '../services/reviews.ts'
import { ACTING_COOKIE, demandSameOrigin, enterForm, field } from './page-context.ts'

const EVENTS = { COMMENT: 'COMMENT', APPROVE: 'APPROVE', REQUEST_CHANGES: 'REQUEST_CHANGES' } as const

/** What the pages' forms do: the same as the API, by the same functions, with the same webhooks. */
export function formRoutes(hub: Hub): Hono {
  const routes = new Hono()

  routes.post('/_acting', async (c) => {
    demandSameOrigin(c)
    const login = field(await c.req.parseBody(), 'login')
    setCookie(c, ACTING_COOKIE, login, { path: '/', httpOnly: true, sameSite: 'Strict' })
    const back = c.req.header('Referer')
    return c.redirect(back !== undefined && URL.canParse(back) ? new URL(back).pathname : '/', 303)
  })

  routes.post('/:owner/:repo/_issues', async (c) => {
    const { repository, author } = enterForm(hub, c, SPEAK_ON_ISSUES)
    const form = await c.req.parseBody()
    const issue = createIssue(hub, repository, author, { title: field(form, 'title'), body: field(form, 'body') })
    return c.redirect(`/${repository.fullName}/issues/${issue.number}`, 303)
  })

  routes.post('/:owner/:repo/_conversation/:number{[0-9]+}', async (c) => {
    const { repository, access, author } = enterForm(hub, c, SPEAK_IN_CONVERSATION)
    const issue = findIssue(hub, repository, Number(c.req.param('number')))
    const form = await c.req.parseBody()
    const what = field(form, 'what')
    const body = field(form, 'body')
    // 'Close' with words in the box says them first, as on GitHub.
    if (what === 'comment' || body.trim() !== '') createComment(hub, repository, author, issue, body)
    if (what === 'close' || what === 'reopen') {
      demandOwnOrWrite(access, issue.user_id)
      const pull = pullOf(hub, issue.id)
      if (pull !== undefined) await editPull(hub, repository, author, { issue, pull }, { state: what === 'close' ? 'closed' : 'open' })
      else if (what === 'close') closeIssue(hub, repository, author, issue, 'completed')
      else reopenIssue(hub, repository, author, issue)
    }
    return c.redirect(`/${repository.fullName}/issues/${issue.number}`, 303)
  })

  routes.post('/:owner/:repo/_comments/:comment{[0-9]+}', async (c) => {
    const { repository, access, author } = enterForm(hub, c, SPEAK_IN_CONVERSATION)
    const { comment, issue } = findComment(hub, repository, Number(c.req.param('comment')))
    demandOwnOrWrite(access, comment.user_id)
    const form = await c.req.parseBody()
    if (field(form, 'what') === 'delete') deleteComment(hub, repository, author, comment)
    else editComment(hub, repository, author, comment, field(form, 'body'))
    return c.redirect(`/${repository.fullName}/issues/${issue.number}`, 303)
  })

  routes.post('/:owner/:repo/_pull/:number{[0-9]+}', async (c) => {
    const { repository, author } = enterForm(hub, c, WRITE_CONTENTS)
    const found = findPull(hub, repository, Number(c.req.param('number')))
    const what = field(await c.req.parseBody(), 'what')
    if (what === 'merge') await mergePull(hub, repository, author, found.issue.id, {})
    if (what === 'draft' || what === 'ready') await setDraft(hub, repository, author, found, what === 'draft')
    return c.redirect(`/${repository.fullName}/pull/${found.issue.number}`, 303)
  })

  routes.post('/:owner/:repo/_reviews/:number{[0-9]+}', async (c) => {
    const { repository, author } = enterForm(hub, c, SPEAK_ON_PULLS)
    const found = findPull(hub, repository, Number(c.req.param('number')))
    const form = await c.req.parseBody()
    const event = Object.values(EVENTS).find((name) => name === field(form, 'event')) ?? 'COMMENT'
    await createReview(hub, repository, author, found, { event, body: field(form, 'body'), comments: [] })
    return c.redirect(`/${repository.fullName}/pull/${found.issue.number}`, 303)
  })

  routes.post('/:owner/:repo/_lines/:number{[0-9]+}', async (c) => {
    const { repository, author } = enterForm(hub, c, SPEAK_ON_PULLS)
    const found = findPull(hub, repository, Number(c.req.param('number')))
    const form = await c.req.parseBody()
    const comment = {
      path: field(form, 'path'),
      line: Number(field(form, 'line')),
      body: field(form, 'body'),
      commitId: found.pull.head_sha,
    }
    await createReviewComment(hub, repository, author, found, comment)
    return c.redirect(`/${repository.fullName}/pull/${found.issue.number}`, 303)
  })

  return routes
}
