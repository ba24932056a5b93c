import { Hono } from 'hono'
import { z } from 'zod'
import { ApiError, notFound, refused } from '../api-error.ts'
import type { Hub } from '../hub.ts'
import { reviewCommentPayload, reviewPayload } from '../payloads/review-payload.ts'
import { findPull } from '../services/pull-service.ts'
import { createReview, createReviewComment, findReviewComment, replyToReviewComment, type LineComment } from '../services/review-service.ts'
import { reviewCommentRow, reviewRow } from '../store/row-types.ts'
import { READ_PULLS, COMMENT_ON_PULLS } from './required-permissions.ts'
import { enter, enterAsAuthor, numberParam, pageOf, readBody, type ApiEnv } from './rest-request.ts'

const side = z.enum(['LEFT', 'RIGHT'])
const lineComment = z.object({
  path: z.string(),
  body: z.string(),
  line: z.number().int(),
  side: side.optional(),
  start_line: z.number().int().optional(),
  start_side: side.optional(),
})
const newReview = z.object({
  event: z.enum(['APPROVE', 'REQUEST_CHANGES', 'COMMENT']).optional(),
  body: z.string().default(''),
  commit_id: z.string().optional(),
  comments: z.array(lineComment).max(100).default([]),
})
const newComment = lineComment.extend({ commit_id: z.string() })
const reply = z.object({ body: z.string() })

function toLineComment(comment: z.infer<typeof lineComment>): LineComment {
  const { start_line: startLine, start_side: startSide, ...rest } = comment
  return { ...rest, startLine, startSide }
}

/** Unlike other endpoints, GitHub names no field in the errors of reviews. */
function withoutField(error: unknown): never {
  const [problem] = error instanceof ApiError ? error.errors : []
  throw typeof problem === 'object' ? refused(problem.message ?? problem.code) : error
}

export function reviewRoutes(hub: Hub): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()

  routes.get('/repos/:owner/:repo/pulls/:number{[0-9]+}/reviews', (c) => {
    const { repository } = enter(hub, c, READ_PULLS)
    const { issue } = findPull(hub, repository, numberParam(c, 'number'))
    const reviews = hub.store.all(reviewRow, 'SELECT * FROM reviews WHERE issue_id = ? ORDER BY id', issue.id)
    return c.json(pageOf(hub, c, reviews).map((review) => reviewPayload(hub, repository, issue, review)))
  })

  routes.post('/repos/:owner/:repo/pulls/:number{[0-9]+}/reviews', async (c) => {
    const { repository, author } = enterAsAuthor(hub, c, COMMENT_ON_PULLS)
    const found = findPull(hub, repository, numberParam(c, 'number'))
    const request = await readBody(c, newReview)
    if (request.event === undefined) throw refused('Pending reviews are not supported here: set an event.')
    const { event, body, commit_id: commitId } = request
    const comments = request.comments.map(toLineComment)
    const review = await createReview(hub, repository, author, found, { event, body, commitId, comments }).catch(withoutField)
    return c.json(reviewPayload(hub, repository, found.issue, review))
  })

  const findReview = (c: Parameters<typeof enter>[1]) => {
    const { repository } = enter(hub, c, READ_PULLS)
    const { issue } = findPull(hub, repository, numberParam(c, 'number'))
    const sql = 'SELECT * FROM reviews WHERE issue_id = ? AND id = ?'
    const review = hub.store.get(reviewRow, sql, issue.id, numberParam(c, 'review'))
    if (review === undefined) throw notFound()
    return { repository, issue, review }
  }

  routes.get('/repos/:owner/:repo/pulls/:number{[0-9]+}/reviews/:review', (c) => {
    const { repository, issue, review } = findReview(c)
    return c.json(reviewPayload(hub, repository, issue, review))
  })

  routes.get('/repos/:owner/:repo/pulls/:number{[0-9]+}/reviews/:review/comments', (c) => {
    const { repository, issue, review } = findReview(c)
    const comments = hub.store.all(reviewCommentRow, 'SELECT * FROM review_comments WHERE review_id = ? ORDER BY id', review.id)
    return c.json(pageOf(hub, c, comments).map((comment) => reviewCommentPayload(hub, repository, issue, comment)))
  })

  routes.get('/repos/:owner/:repo/pulls/:number{[0-9]+}/comments', (c) => {
    const { repository } = enter(hub, c, READ_PULLS)
    const { issue } = findPull(hub, repository, numberParam(c, 'number'))
    const since = c.req.query('since') ?? ''
    const sql = 'SELECT * FROM review_comments WHERE issue_id = ? AND updated_at >= ? ORDER BY id'
    const comments = hub.store.all(reviewCommentRow, sql, issue.id, since)
    return c.json(pageOf(hub, c, comments).map((comment) => reviewCommentPayload(hub, repository, issue, comment)))
  })

  routes.post('/repos/:owner/:repo/pulls/:number{[0-9]+}/comments', async (c) => {
    const { repository, author } = enterAsAuthor(hub, c, COMMENT_ON_PULLS)
    const found = findPull(hub, repository, numberParam(c, 'number'))
    const { commit_id: commitId, ...rest } = await readBody(c, newComment)
    const place = { ...toLineComment(rest), commitId }
    const comment = await createReviewComment(hub, repository, author, found, place)
    return c.json(reviewCommentPayload(hub, repository, found.issue, comment), 201)
  })

  routes.post('/repos/:owner/:repo/pulls/:number{[0-9]+}/comments/:comment/replies', async (c) => {
    const { repository, author } = enterAsAuthor(hub, c, COMMENT_ON_PULLS)
    const found = findPull(hub, repository, numberParam(c, 'number'))
    const { comment } = findReviewComment(hub, repository, numberParam(c, 'comment'))
    const { body } = await readBody(c, reply)
    const created = replyToReviewComment(hub, repository, author, found, comment, body)
    return c.json(reviewCommentPayload(hub, repository, found.issue, created), 201)
  })

  routes.get('/repos/:owner/:repo/pulls/comments/:comment', (c) => {
    const { repository } = enter(hub, c, READ_PULLS)
    const { comment, found } = findReviewComment(hub, repository, numberParam(c, 'comment'))
    return c.json(reviewCommentPayload(hub, repository, found.issue, comment))
  })

  return routes
}
