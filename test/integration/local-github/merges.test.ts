import { expect, it } from 'vitest'
import { headOf, openPull } from '../../support/local-github/listen-to-changes.ts'
import { HERE, useLocalGitHub, statusOf } from '../../support/local-github/local-github-world.ts'

const world = useLocalGitHub()

it('reports that a pull request has conflicts, and rejects its merge', async () => {
  const { bot, maintainer } = world
  const left = await openPull(bot, 'left', { 'README.md': '# Left\n' })
  const right = await openPull(bot, 'right', { 'README.md': '# Right\n' })
  await maintainer.rest.pulls.merge(left.at)
  expect((await bot.rest.pulls.get(right.at)).data).toMatchObject({ mergeable: false, mergeable_state: 'dirty' })
  expect(await statusOf(maintainer.rest.pulls.merge(right.at))).toBe(405)
  expect(await statusOf(bot.rest.repos.merge({ ...HERE, base: 'right', head: 'main' }))).toBe(409)
  expect(await headOf(bot, 'right')).toBe(right.sha)
})

it('merges the base branch into a pull request, which adds nothing to its own changes', async () => {
  const { bot, maintainer } = world
  const { at, sha } = await openPull(bot, 'behind', { 'behind.txt': 'one\n' })
  await maintainer.rest.pulls.merge((await openPull(bot, 'ahead', { 'ahead.txt': 'two\n' })).at)
  const main = await headOf(bot)
  const merged = await bot.rest.repos.merge({ ...HERE, base: 'behind', head: 'main', commit_message: 'Take in main' })
  expect([merged.status, merged.data.commit.message]).toEqual([201, 'Take in main'])
  expect(merged.data.parents.map((parent) => parent.sha)).toEqual([sha, main])
  expect((await bot.rest.repos.merge({ ...HERE, base: 'behind', head: 'main' })).status).toBe(204)
  expect((await bot.rest.pulls.listFiles(at)).data.map(({ filename }) => filename)).toEqual(['behind.txt'])
  expect(await statusOf(bot.rest.repos.merge({ ...HERE, base: 'nowhere', head: 'main' }))).toBe(404)
})
