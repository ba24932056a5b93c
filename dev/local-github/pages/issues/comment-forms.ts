import { Hono, type Context } from 'hono'
import { setCookie } from 'hono/cookie'
import type { Hub } from '../../hub.ts'
import { pullOf } from '../../payloads/issue-payload.ts'
import { COMMENT_IN_CONVERSATION, COMMENT_ON_ISSUES } from '../../rest/required-permissions.ts'
import { createComment, deleteComment, editComment, findComment } from '../../services/comment-service.ts'
import { closeIssue, createIssue, editIssueText, findIssue, reopenIssue } from '../../services/issue-service.ts'
import { editPull } from '../../services/pull-service.ts'
import { ACTING_COOKIE, demandOwnOrWriter, demandSameOrigin, enterForm, field } from '../page-context.ts'
import { conversationLink } from './references.ts'

/** The forms for issues and comments. They call the same functions as the API and so send the same webhooks. */
export function commentForms(hub: Hub): Hono {
  const routes = new Hono()

  routes.post('/_acting', async (c) => {
    demandSameOrigin(c)
    const form = await c.req.parseBody()
    setCookie(c, ACTING_COOKIE, field(form, 'login'), { path: '/', httpOnly: true, sameSite: 'Strict' })
    return c.redirect(backTo(c, field(form, 'back')), 303)
  })

  routes.post('/:owner/:repo/_issues', async (c) => {
    const { repository, author } = enterForm(hub, c, COMMENT_ON_ISSUES)
    const form = await c.req.parseBody()
    const issue = createIssue(hub, repository, author, { title: field(form, 'title'), body: field(form, 'body') })
    return c.redirect(`/${repository.fullName}/issues/${issue.number}`, 303)
  })

  routes.post('/:owner/:repo/_issues/:number{[0-9]+}', async (c) => {
    const entered = enterForm(hub, c, COMMENT_IN_CONVERSATION)
    const { repository, author } = entered
    const issue = findIssue(hub, repository, Number(c.req.param('number')))
    demandOwnOrWriter(entered, issue.user_id, 'edit what others wrote')
    const form = await c.req.parseBody()
    const text = { title: field(form, 'title'), body: field(form, 'body') }
    const pull = pullOf(hub, issue.id)
    if (pull === undefined) editIssueText(hub, repository, author, issue, text)
    else await editPull(hub, repository, author, { issue, pull }, text)
    return c.redirect(conversationLink(hub, repository, issue), 303)
  })

  routes.post('/:owner/:repo/_conversation/:number{[0-9]+}', async (c) => {
    const entered = enterForm(hub, c, COMMENT_IN_CONVERSATION)
    const { repository, author } = entered
    const issue = findIssue(hub, repository, Number(c.req.param('number')))
    const form = await c.req.parseBody()
    const what = field(form, 'what')
    const body = field(form, 'body')
    const changes = what === 'close' || what === 'reopen'
    if (changes) demandOwnOrWriter(entered, issue.user_id, `${what} what others opened`)
    // As on GitHub, 'Close' with a text in the box posts that text first.
    const comment = !changes || body.trim() !== '' ? createComment(hub, repository, author, issue, body) : null
    if (changes) {
      const pull = pullOf(hub, issue.id)
      if (pull !== undefined) await editPull(hub, repository, author, { issue, pull }, { state: what === 'close' ? 'closed' : 'open' })
      else if (what === 'close') closeIssue(hub, repository, author, issue, 'completed')
      else reopenIssue(hub, repository, author, issue)
    }
    return c.redirect(conversationLink(hub, repository, issue) + (comment === null ? '#comment-form' : `#issuecomment-${comment.id}`), 303)
  })

  routes.post('/:owner/:repo/_comments/:comment{[0-9]+}', async (c) => {
    const entered = enterForm(hub, c, COMMENT_IN_CONVERSATION)
    const { repository, author } = entered
    const { comment, issue } = findComment(hub, repository, Number(c.req.param('comment')))
    demandOwnOrWriter(entered, comment.user_id, 'edit what others wrote')
    const form = await c.req.parseBody()
    const isDeleted = field(form, 'what') === 'delete'
    if (isDeleted) deleteComment(hub, repository, author, comment)
    else editComment(hub, repository, author, comment, field(form, 'body'))
    return c.redirect(conversationLink(hub, repository, issue) + (isDeleted ? '' : `#issuecomment-${comment.id}`), 303)
  })

  return routes
}

/** The page to go back to after a form; never an address that a form is sent to. */
function backTo(c: Context, path: string): string {
  const from = c.req.header('Referer')
  const asked = path.includes('/_') && from !== undefined && URL.canParse(from) ? new URL(from).pathname : path
  return /^\/(?![/\\])[^\s\\]*$/.test(asked) && !asked.includes('/_') ? asked : '/'
}
