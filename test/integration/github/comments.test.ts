import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { progressMarker } from '#src/domain/projects/ids.ts'
import { HERE, startCodeHost } from '../../support/github-world.ts'
import type { CodeHostWorld } from '../../support/github-world.ts'

const MARKER = progressMarker('comment:1')
const body = (words: string, marker = MARKER) => `${words}\n\n${marker}`

let world: CodeHostWorld
let issue: number
beforeEach(async () => {
  world = await startCodeHost()
  issue = (await world.maintainer.rest.issues.create({ ...HERE, title: 'A card', body: 'Please.' })).data.number
  world.take()
})
afterEach(() => world.close())

async function comments(): Promise<{ id: number; login: string; body: string }[]> {
  const { data } = await world.maintainer.rest.issues.listComments({ ...HERE, issue_number: issue, per_page: 100 })
  return data.map(({ id, user, body: words }) => ({ id, login: user?.login ?? '', body: words ?? '' }))
}

const put = (words: string, commentId?: number) => world.codeHost.putComment(world.repository, issue, MARKER, body(words), commentId)

describe('the comment with a marker', () => {
  test('the comment with a marker is created once, then edited', async () => {
    const first = await put('working')
    const second = await put('done')
    expect(second).toEqual(first)
    expect(first.url).toContain(`/acme/shop/issues/${issue}`)
    expect(await comments()).toEqual([{ id: first.commentId, login: 'ollio[bot]', body: body('done') }])
  })

  test('the comment with a marker is edited by its id without a search', async () => {
    const { commentId } = await put('working')
    world.take()
    expect(await put('done', commentId)).toMatchObject({ commentId })
    expect(world.take().map(({ method, path }) => `${method} ${path}`)).toEqual([`PATCH /repos/acme/shop/issues/comments/${commentId}`])
  })

  test('the comment with a marker is created again if somebody deleted it', async () => {
    const { commentId } = await put('working')
    await world.maintainer.rest.issues.deleteComment({ ...HERE, comment_id: commentId })
    const again = await put('done', commentId)
    expect(await comments()).toEqual([{ id: again.commentId, login: 'ollio[bot]', body: body('done') }])
  })

  test('the comment with a marker is found by its marker if its known id is gone', async () => {
    const { commentId } = await put('working')
    expect(await put('done', commentId + 1_000)).toMatchObject({ commentId })
  })

  test('the comment with a marker is the oldest of several, and our later duplicates are deleted', async () => {
    const { commentId } = await put('working')
    for (const words of ['double', 'another'])
      await world.bot.rest.issues.createComment({ ...HERE, issue_number: issue, body: body(words) })
    expect(await put('done')).toMatchObject({ commentId })
    expect(await comments()).toEqual([{ id: commentId, login: 'ollio[bot]', body: body('done') }])
  })

  test('the comment with a marker is never a person’s comment that quotes the marker, which stays unchanged', async () => {
    await world.writer.rest.issues.createComment({ ...HERE, issue_number: issue, body: body('> quoted') })
    const { commentId } = await put('working')
    const all = await comments()
    expect(all.map(({ login, body: words }) => [login, words])).toEqual([
      ['wim', body('> quoted')],
      ['ollio[bot]', body('working')],
    ])
    expect(all[1]?.id).toBe(commentId)
  })

  test('the comment with a marker is never one of ours with another turn’s marker, even if it starts alike', async () => {
    const other = progressMarker('comment:12')
    await world.codeHost.putComment(world.repository, issue, other, body('another turn', other))
    await put('working')
    expect((await comments()).map((comment) => comment.body)).toEqual([body('another turn', other), body('working')])
  })

  test('the comment with a marker is found after pages of other comments, of which the last ones are read', async () => {
    for (let index = 0; index < 305; index += 1) {
      await world.writer.rest.issues.createComment({ ...HERE, issue_number: issue, body: `comment ${index}` })
    }
    const { commentId } = await put('working')
    world.take()
    expect(await put('done')).toMatchObject({ commentId })
    expect(world.take().map(({ method }) => method)).toEqual(['GET', 'GET', 'GET', 'PATCH'])
  })

  test('the comment with a marker is not searched for among comments that are older than any attempt to create it', async () => {
    for (let index = 0; index < 105; index += 1) {
      await world.writer.rest.issues.createComment({ ...HERE, issue_number: issue, body: `comment ${index}` })
    }
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31 * 24 * 60 * 60 * 1_000 })
    try {
      const { commentId } = await put('working')
      expect(await put('done')).toMatchObject({ commentId })
      const searches = world.take().filter(({ method, path }) => method === 'GET' && path.endsWith('/comments'))
      expect(searches).toHaveLength(2)
    } finally {
      vi.useRealTimers()
    }
  })

  test('the comment with a marker can’t be created on an issue that doesn’t exist', async () => {
    await expect(world.codeHost.putComment(world.repository, 999, MARKER, body('working'))).rejects.toMatchObject({
      kind: 'github-refused',
    })
  })
})

describe('a reaction', () => {
  test('a reaction goes to a comment, an issue or a line comment, for a review to its pull request, and is added once', async () => {
    const { codeHost, repository, writer, main } = world
    const { data: comment } = await writer.rest.issues.createComment({ ...HERE, issue_number: issue, body: '/ollio help' })
    await codeHost.ensureBranch(repository, 'ollio/1-1-card', main)
    const changes = [{ path: 'src/card.tsx', bytes: new TextEncoder().encode('export {}\n') }]
    const sha = await codeHost.commit(repository, { branch: 'ollio/1-1-card', expectedHead: main, headline: 'Add Card', body: '', changes })
    const pull = await codeHost.putPullRequest(repository, {
      headBranch: 'ollio/1-1-card',
      baseBranch: 'main',
      title: 'Card',
      body: '',
      draft: false,
    })
    const place = { ...HERE, pull_number: pull.number }
    const line = await writer.rest.pulls.createReviewComment({
      ...place,
      commit_id: sha,
      path: 'src/card.tsx',
      line: 1,
      body: '/ollio refine',
    })
    for (const reaction of ['eyes', 'eyes'] as const) {
      await codeHost.react(repository, { kind: 'comment', id: comment.id }, reaction)
      await codeHost.react(repository, { kind: 'issue', number: issue }, reaction)
      await codeHost.react(repository, { kind: 'review-comment', id: line.data.id }, reaction)
      await codeHost.react(repository, { kind: 'review', pullRequest: pull.number, id: 1 }, reaction)
    }
    const { reactions } = writer.rest
    const found = [
      await reactions.listForIssueComment({ ...HERE, comment_id: comment.id }),
      await reactions.listForIssue({ ...HERE, issue_number: issue }),
      await reactions.listForPullRequestReviewComment({ ...HERE, comment_id: line.data.id }),
      await reactions.listForIssue({ ...HERE, issue_number: pull.number }),
    ]
    expect(found.map(({ data }) => data.map(({ content, user }) => [content, user?.login]))).toEqual(
      Array.from({ length: 4 }, () => [['eyes', 'ollio[bot]']]),
    )
  })

  test('a reaction can’t be added to a deleted comment', async () => {
    await expect(world.codeHost.react(world.repository, { kind: 'comment', id: 999 }, 'eyes')).rejects.toMatchObject({
      kind: 'github-refused',
    })
  })
})
