import { afterAll, beforeAll, expect, test } from 'vitest'
import { lineNote } from '#src/domain/commands/line-notes.ts'
import { openPull } from '../../support/local-github/listen-to-changes.ts'
import { HERE, startCodeHost } from '../../support/github-world.ts'
import type { CodeHostWorld } from '../../support/github-world.ts'

let world: CodeHostWorld
let pull: Awaited<ReturnType<typeof openPull>>
beforeAll(async () => {
  world = await startCodeHost()
  pull = await openPull(world.maintainer, 'reviewed', { 'src/hello.ts': 'one\ntwo\nthree\n' })
})
afterAll(() => world.close())

test('a review is returned with its line comments, each with its code', async () => {
  const { data } = await world.maintainer.rest.pulls.createReview({
    ...pull.at,
    event: 'COMMENT',
    body: '/ollio fix these',
    comments: [
      { path: 'src/hello.ts', line: 2, body: 'shorter' },
      { path: 'src/hello.ts', start_line: 2, start_side: 'RIGHT', line: 3, side: 'RIGHT', body: 'both' },
    ],
  })
  const review = await world.codeHost.review(world.repository, pull.at.pull_number, data.id)
  expect(review?.body).toBe('/ollio fix these')
  expect(review?.comments.map((comment) => lineNote(comment, comment.body))).toEqual([
    { path: 'src/hello.ts', fromLine: 2, toLine: 2, code: 'two', text: 'shorter' },
    { path: 'src/hello.ts', fromLine: 2, toLine: 3, code: 'two\nthree', text: 'both' },
  ])
})

test('a review that doesn’t exist, or belongs to another pull request, is null', async () => {
  const { data } = await world.maintainer.rest.pulls.createReview({ ...pull.at, event: 'COMMENT', body: 'Fine' })
  const other = await openPull(world.maintainer, 'other', { 'src/other.ts': 'one\n' })
  expect(await world.codeHost.review(world.repository, other.at.pull_number, data.id)).toBeNull()
  expect(await world.codeHost.review(world.repository, pull.at.pull_number, 1)).toBeNull()
  expect(await world.codeHost.review({ ...world.repository, name: `${HERE.repo}-gone` }, pull.at.pull_number, data.id)).toBeNull()
})
