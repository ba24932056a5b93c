import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPull } from '../../support/local-github/listen-to-changes.ts'
import { known, NEEDS } from '../../support/local-github/token-needs.ts'
import { HERE, octokitFor, startWorld, statusOf, type LocalGitHubWorld } from '../../support/local-github/local-github-world.ts'

let world: LocalGitHubWorld
beforeAll(async () => {
  world = await startWorld()
  const { bot, maintainer } = world
  const issue = { ...HERE, issue_number: (await maintainer.rest.issues.create({ ...HERE, title: 'Known' })).data.number }
  const { pull, sha, at } = await openPull(bot, 'known', { 'k.txt': 'k\n' })
  const line = { ...at, commit_id: sha, path: 'k.txt', line: 1, body: 'a line' }
  known.issue = issue.issue_number
  known.comment = (await maintainer.rest.issues.createComment({ ...issue, body: 'known' })).data.id
  known.lineComment = (await maintainer.rest.pulls.createReviewComment(line)).data.id
  known.tree = (await bot.rest.git.getCommit({ ...HERE, commit_sha: sha })).data.tree.sha
  known.blob = (await bot.rest.git.createBlob({ ...HERE, content: 'b' })).data.sha
  known.run = (await bot.rest.checks.create({ ...HERE, name: 'Known', head_sha: sha })).data.id
  Object.assign(known, { pull: pull.number, sha, node: pull.node_id })
})
afterAll(() => world.close())

const ALL = ['checks', 'contents', 'issues', 'pull_requests']
/** On a pull request's conversation, either permission is enough. */
const EITHER = new Set(['comment on it'])

async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call
    return 'allowed'
  } catch (error) {
    const message = error instanceof Error ? error.message : ''
    return message.includes('Resource not accessible by integration') ? 'refused' : 'allowed'
  }
}

it.each(Object.keys(NEEDS))('requires `%s` for the same calls as GitHub, and nothing else', async (need) => {
  const [name = '', level] = need.split(': ')
  const others = Object.fromEntries(ALL.filter((one) => one !== name).map((one) => [one, 'write' as const]))
  const enough = octokitFor(world.github, await world.tokenWith({ [name]: level === 'write' ? 'write' : 'read' }))
  const without = octokitFor(world.github, await world.tokenWith(level === 'write' ? { ...others, [name]: 'read' } : others))
  for (const [what, call] of Object.entries(NEEDS[need] ?? {})) {
    const expected = [what, EITHER.has(what) ? 'allowed' : 'refused', 'allowed']
    expect([what, await refusal(call(without)), await refusal(call(enough))]).toEqual(expected)
  }
})

it('requires the permission of issues or of pull requests for what both have in common', async () => {
  for (const permission of ['issues', 'pull_requests']) {
    const octokit = octokitFor(world.github, await world.tokenWith({ [permission]: 'read' }))
    expect(await statusOf(octokit.rest.issues.listComments({ ...HERE, issue_number: known.pull }))).toBe(200)
    expect(await statusOf(octokit.rest.issues.createComment({ ...HERE, issue_number: known.pull, body: 'no' }))).toBe(403)
  }
  const octokit = octokitFor(world.github, await world.tokenWith({ contents: 'write' }))
  expect(await statusOf(octokit.rest.issues.listComments({ ...HERE, issue_number: known.pull }))).toBe(403)
})
