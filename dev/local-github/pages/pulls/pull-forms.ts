import { Hono } from 'hono'
import type { Hub } from '../../hub.ts'
import { COMMENT_ON_PULLS, WRITE_CONTENTS } from '../../rest/required-permissions.ts'
import { findCheckRun, rerequestCheckRun } from '../../services/check-run-service.ts'
import { mergePull } from '../../services/merge-service.ts'
import { findPull, setDraft } from '../../services/pull-service.ts'
import { createReview, createReviewComment, findReviewComment, replyToReviewComment } from '../../services/review-service.ts'
import { enterForm, field } from '../page-context.ts'
import { fileAnchor } from './diff-view.ts'

const EVENTS = { COMMENT: 'COMMENT', APPROVE: 'APPROVE', REQUEST_CHANGES: 'REQUEST_CHANGES' } as const

/** The forms of pull requests. They call the same functions as the API. */
export function pullForms(hub: Hub): Hono {
  const routes = new Hono()

  routes.post('/:owner/:repo/_pull/:number{[0-9]+}', async (c) => {
    const { repository, author } = enterForm(hub, c, WRITE_CONTENTS)
    const found = findPull(hub, repository, Number(c.req.param('number')))
    const what = field(await c.req.parseBody(), 'what')
    if (what === 'merge') await mergePull(hub, repository, author, found.issue.id, {})
    if (what === 'draft' || what === 'ready') await setDraft(hub, repository, author, found, what === 'draft')
    return c.redirect(`/${repository.fullName}/pull/${found.issue.number}#${what === 'merge' ? 'ending' : 'merge'}`, 303)
  })

  routes.post('/:owner/:repo/_checks/:run{[0-9]+}', async (c) => {
    const { repository, author } = enterForm(hub, c, WRITE_CONTENTS)
    const run = findCheckRun(hub, repository, Number(c.req.param('run')))
    rerequestCheckRun(hub, repository, author, run)
    const number = field(await c.req.parseBody(), 'pull')
    return c.redirect(
      /^\d+$/.test(number) ? `/${repository.fullName}/pull/${number}/checks` : `/${repository.fullName}/commit/${run.head_sha}`,
      303,
    )
  })

  routes.post('/:owner/:repo/_reviews/:number{[0-9]+}', async (c) => {
    const { repository, author } = enterForm(hub, c, COMMENT_ON_PULLS)
    const found = findPull(hub, repository, Number(c.req.param('number')))
    const form = await c.req.parseBody()
    const event = Object.values(EVENTS).find((name) => name === field(form, 'event')) ?? 'COMMENT'
    const review = await createReview(hub, repository, author, found, { event, body: field(form, 'body'), comments: [] })
    return c.redirect(`/${repository.fullName}/pull/${found.issue.number}#pullrequestreview-${review.id}`, 303)
  })

  routes.post('/:owner/:repo/_lines/:number{[0-9]+}', async (c) => {
    const { repository, author } = enterForm(hub, c, COMMENT_ON_PULLS)
    const found = findPull(hub, repository, Number(c.req.param('number')))
    const form = await c.req.parseBody()
    const path = field(form, 'path')
    const comment = { path, line: Number(field(form, 'line')), body: field(form, 'body'), commitId: found.pull.head_sha }
    await createReviewComment(hub, repository, author, found, comment)
    return c.redirect(`/${repository.fullName}/pull/${found.issue.number}/files#${fileAnchor(path)}`, 303)
  })

  routes.post('/:owner/:repo/_replies/:comment{[0-9]+}', async (c) => {
    const { repository, author } = enterForm(hub, c, COMMENT_ON_PULLS)
    const { comment, found } = findReviewComment(hub, repository, Number(c.req.param('comment')))
    const form = await c.req.parseBody()
    const reply = replyToReviewComment(hub, repository, author, found, comment, field(form, 'body'))
    return c.redirect(`/${repository.fullName}/pull/${found.issue.number}#discussion_r${reply.id}`, 303)
  })

  return routes
}
