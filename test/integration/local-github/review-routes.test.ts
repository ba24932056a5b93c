import { expect, it } from 'vitest'
import { openPull } from '../../support/local-github/listen-to-changes.ts'
import { HERE, useLocalGitHub, statusOf } from '../../support/local-github/local-github-world.ts'

const world = useLocalGitHub()

const HELLO = { 'src/app.tsx': 'export function App() {\n  return "hello"\n}\n' }

it('sends one webhook for a review and one for each of its line comments', async () => {
  const { bot, maintainer, receiver } = world
  const { at, sha } = await openPull(bot, 'reviewed', HELLO)
  const comments = [
    { path: 'src/app.tsx', line: 2, body: '/ollio say more' },
    { path: 'src/app.tsx', line: 2, side: 'LEFT', body: 'why not null?' },
  ]
  const { data: review } = await maintainer.rest.pulls.createReview({ ...at, event: 'REQUEST_CHANGES', body: 'Nearly', comments })
  expect(review).toMatchObject({ state: 'CHANGES_REQUESTED', commit_id: sha })
  const submitted = await receiver.waitFor('pull_request_review.submitted')
  expect(submitted.body).toMatchObject({ review: { id: review.id, state: 'changes_requested', body: 'Nearly' }, sender: { login: 'mara' } })
  const { data: listed } = await bot.rest.pulls.listReviewComments(at)
  expect(listed.map(({ line, side, pull_request_review_id: of }) => [line, side, of])).toEqual([
    [2, 'RIGHT', review.id],
    [2, 'LEFT', review.id],
  ])
  expect(listed[0]?.diff_hunk).toMatch(/^@@ -1,3 \+1,3 @@\n export function App\(\) \{\n-  return null\n\+ {2}return "hello"$/)
  await receiver.waitFor('pull_request_review_comment.created', { comment: { id: listed[1]?.id } })
  const told = receiver.deliveries.filter(({ name }) => name === 'pull_request_review_comment.created')
  expect(told.map(({ body }) => body['comment'])).toMatchObject(listed.map(({ id }) => ({ id })))
})

it('treats a single line comment as a review without a text', async () => {
  const { bot, maintainer, receiver } = world
  const { at, sha } = await openPull(bot, 'lines', HELLO)
  const line = { ...at, commit_id: sha, path: 'src/app.tsx', line: 2, side: 'RIGHT', body: '/ollio say less' } as const
  const { data: comment } = await maintainer.rest.pulls.createReviewComment({ ...line, start_line: 1, start_side: 'RIGHT' })
  expect(comment).toMatchObject({ line: 2, start_line: 1, path: 'src/app.tsx', subject_type: 'line' })
  const created = await receiver.waitFor('pull_request_review_comment.created', { comment: { id: comment.id } })
  expect(created.body).toMatchObject({ comment: { body: '/ollio say less', line: 2 }, pull_request: { number: at.pull_number } })
  expect((await bot.rest.pulls.listReviews(at)).data.map(({ state, body }) => [state, body])).toEqual([['COMMENTED', '']])
  expect(await statusOf(maintainer.rest.pulls.createReviewComment({ ...line, line: 99 }))).toBe(422)
  expect(await statusOf(maintainer.rest.pulls.createReviewComment({ ...line, path: 'README.md' }))).toBe(422)
  expect(await statusOf(maintainer.rest.pulls.createReviewComment({ ...line, body: ' ' }))).toBe(422)
})

it('lets the bot reply to a line comment and react to it', async () => {
  const { bot, maintainer } = world
  const { at, sha } = await openPull(bot, 'answered', HELLO)
  const line = { ...at, commit_id: sha, path: 'src/app.tsx', line: 2, body: 'and this?' }
  const { data: comment } = await maintainer.rest.pulls.createReviewComment(line)
  const { data: eyes } = await bot.rest.reactions.createForPullRequestReviewComment({ ...HERE, comment_id: comment.id, content: 'eyes' })
  expect(eyes.user?.login).toBe('ollio[bot]')
  const { data: reply } = await bot.rest.pulls.createReplyForReviewComment({ ...at, comment_id: comment.id, body: 'done' })
  expect(reply).toMatchObject({ in_reply_to_id: comment.id, path: 'src/app.tsx', line: 2, user: { type: 'Bot' } })
  const { data: read } = await bot.rest.pulls.getReviewComment({ ...HERE, comment_id: comment.id })
  expect(read.reactions).toMatchObject({ eyes: 1, total_count: 1 })
})

it('lets people approve only the pull requests of others', async () => {
  const { bot, outsider, maintainer } = world
  const { at } = await openPull(bot, 'approved', HELLO)
  expect((await maintainer.rest.pulls.createReview({ ...at, event: 'APPROVE' })).data.state).toBe('APPROVED')
  expect((await outsider.rest.pulls.createReview({ ...at, event: 'COMMENT', body: 'nice' })).data.author_association).toBe('NONE')
  await expect(bot.rest.pulls.createReview({ ...at, event: 'APPROVE' })).rejects.toThrow('Can not approve your own pull request')
  expect(await statusOf(maintainer.rest.pulls.createReview({ ...at, event: 'COMMENT', body: '' }))).toBe(422)
  expect(await statusOf(maintainer.rest.pulls.createReview(at))).toBe(422)
})
