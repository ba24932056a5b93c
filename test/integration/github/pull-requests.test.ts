import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HERE, startCodeHost, text } from '../../support/github-world.ts'
import type { CodeHostWorld } from '../../support/github-world.ts'

let world: CodeHostWorld
beforeAll(async () => {
  world = await startCodeHost()
  await world.codeHost.ensureBranch(world.repository, 'next', world.main)
})
afterAll(() => world.close())

let branches = 0
async function branchWithCommit(): Promise<{ headBranch: string; sha: string }> {
  const headBranch = `ollio/7-${(branches += 1)}-pricing-card`
  await world.codeHost.ensureBranch(world.repository, headBranch, world.main)
  const changes = [{ path: `src/card-${branches}.tsx`, bytes: text('export {}\n') }]
  const sha = await world.codeHost.commit(world.repository, {
    branch: headBranch,
    expectedHead: world.main,
    headline: 'Add',
    body: '',
    changes,
  })
  return { headBranch, sha }
}

const put = (headBranch: string, changes: { body?: string; draft?: boolean } = {}) =>
  world.codeHost.putPullRequest(world.repository, {
    headBranch,
    baseBranch: 'main',
    title: 'Add Card',
    body: 'one',
    draft: false,
    ...changes,
  })

describe('the pull request of a branch', () => {
  test('the pull request of a branch is opened once, then updated', async () => {
    const { headBranch, sha } = await branchWithCommit()
    const first = await put(headBranch)
    expect(first).toEqual({
      number: expect.any(Number),
      url: expect.stringContaining('/acme/shop/pull/'),
      body: 'one',
      headBranch,
      headSha: sha,
      baseBranch: 'main',
      open: true,
      merged: false,
      byOurApp: true,
    })
    expect(await put(headBranch, { body: 'two' })).toEqual({ ...first, body: 'two' })
    expect(await world.codeHost.pullRequest(world.repository, first.number)).toEqual({ ...first, body: 'two' })
    expect(await world.codeHost.findPullRequest(world.repository, headBranch)).toEqual({ ...first, body: 'two' })
  })

  test('the pull request of a branch is one if several are opened at the same moment', async () => {
    const { headBranch } = await branchWithCommit()
    const opened = await Promise.all(Array.from({ length: 5 }, () => put(headBranch)))
    expect(new Set(opened.map(({ number }) => number)).size).toBe(1)
  })

  test('the pull request of a branch may be a draft', async () => {
    const { headBranch } = await branchWithCommit()
    const { number } = await put(headBranch, { draft: true })
    expect((await world.maintainer.rest.pulls.get({ ...HERE, pull_number: number })).data.draft).toBe(true)
  })

  test('the pull request of a branch becomes a draft again with a draft version, and only people make it ready for review', async () => {
    const { headBranch } = await branchWithCommit()
    const { number } = await put(headBranch)
    const isDraft = async () => (await world.maintainer.rest.pulls.get({ ...HERE, pull_number: number })).data.draft
    for (const _try of ['first', 'second'])
      expect(await put(headBranch, { draft: true, body: 'two' })).toMatchObject({ number, body: 'two' })
    expect(await isDraft()).toBe(true)
    await put(headBranch, { draft: false })
    expect(await isDraft()).toBe(true)
  })

  test('the pull request of a branch is opened again if the earlier one was closed, and both are known', async () => {
    const { headBranch } = await branchWithCommit()
    const first = await put(headBranch)
    await world.writer.rest.pulls.update({ ...HERE, pull_number: first.number, state: 'closed' })
    expect(await world.codeHost.findPullRequest(world.repository, headBranch)).toMatchObject({
      number: first.number,
      open: false,
      merged: false,
    })
    const second = await put(headBranch)
    expect(second.number).toBeGreaterThan(first.number)
    expect(await world.codeHost.findPullRequest(world.repository, headBranch)).toMatchObject({ number: second.number, open: true })
  })

  test('the pull request of a branch reports that it was merged', async () => {
    const { headBranch } = await branchWithCommit()
    const { number } = await put(headBranch)
    await world.maintainer.rest.pulls.merge({ ...HERE, pull_number: number })
    expect(await world.codeHost.pullRequest(world.repository, number)).toMatchObject({ open: false, merged: true })
  })

  test('the pull request of a branch stays ours if a person changes its base, or opens another one beside it', async () => {
    const { headBranch } = await branchWithCommit()
    const ours = await put(headBranch)
    const theirs = await world.writer.rest.pulls.create({ ...HERE, head: headBranch, base: 'next', title: 'Mine', body: 'mine' })
    expect(await put(headBranch, { body: 'two' })).toMatchObject({ number: ours.number, body: 'two' })
    await world.writer.rest.pulls.update({ ...HERE, pull_number: theirs.data.number, state: 'closed' })
    expect(await put(headBranch, { body: 'three' })).toMatchObject({ number: ours.number, body: 'three' })
  })

  test('the pull request of a branch is a person’s one on the same base, with its number, and is not called ours', async () => {
    const { headBranch } = await branchWithCommit()
    const theirs = await world.writer.rest.pulls.create({ ...HERE, head: headBranch, base: 'main', title: 'Mine', body: 'mine' })
    expect(await put(headBranch, { draft: true })).toMatchObject({ number: theirs.data.number, byOurApp: false, body: 'one' })
    expect((await world.maintainer.rest.pulls.get({ ...HERE, pull_number: theirs.data.number })).data.draft).toBe(false)
  })

  test('the pull request of a branch can’t be opened if there is nothing to merge', async () => {
    await world.codeHost.ensureBranch(world.repository, 'ollio/8-1-empty', world.main)
    await expect(put('ollio/8-1-empty')).rejects.toMatchObject({ kind: 'github-refused' })
    await expect(put('ollio/404-1-gone', { draft: true })).rejects.toMatchObject({ kind: 'github-refused' })
  })
})

test('a pull request is null if the branch or the number has none', async () => {
  expect(await world.codeHost.findPullRequest(world.repository, 'ollio/404-1-gone')).toBeNull()
  expect(await world.codeHost.pullRequest(world.repository, 9_999)).toBeNull()
  const issue = await world.maintainer.rest.issues.create({ ...HERE, title: 'No pull request' })
  expect(await world.codeHost.pullRequest(world.repository, issue.data.number)).toBeNull()
})

describe('a new pull request', () => {
  test('a new pull request gets labels and reviewers, and those that GitHub refuses are returned', async () => {
    const { headBranch } = await branchWithCommit()
    const { number } = await put(headBranch)
    const dress = { labels: ['ui', 'generated'], reviewers: ['wim', 'nobody-at-all', 'acme/design'] }
    expect(await world.codeHost.addLabelsAndReviewers(world.repository, number, dress)).toEqual(['nobody-at-all', 'acme/design'])
    expect(await world.codeHost.addLabelsAndReviewers(world.repository, number, dress)).toEqual(['nobody-at-all', 'acme/design'])
    const { data } = await world.maintainer.rest.pulls.get({ ...HERE, pull_number: number })
    expect(data.labels.map(({ name }) => name)).toEqual(['ui', 'generated'])
    expect(data.requested_reviewers?.map(({ login }) => login)).toEqual(['wim'])
  })

  test('a new pull request gets no labels or reviewers if none are requested', async () => {
    const { headBranch } = await branchWithCommit()
    const { number } = await put(headBranch)
    world.take()
    expect(await world.codeHost.addLabelsAndReviewers(world.repository, number, { labels: [], reviewers: [] })).toEqual([])
    expect(world.take()).toEqual([])
  })

  test('a new pull request returns the paths that it changes', async () => {
    const { headBranch } = await branchWithCommit()
    const { number } = await put(headBranch)
    expect(await world.codeHost.changedPaths(world.repository, number)).toEqual([`src/card-${branches}.tsx`])
  })
})
