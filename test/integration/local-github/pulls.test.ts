import { expect, it } from 'vitest'
import { commitFiles, createBranch, headOf, openPull } from '../../support/local-github/listen-to-changes.ts'
import { HERE, OWNER, useLocalGitHub, statusOf } from '../../support/local-github/local-github-world.ts'

const world = useLocalGitHub()

it('opens a pull request, updates it with its branch, shows its changes, and merges it', async () => {
  const { bot, maintainer, receiver } = world
  const { data: issue } = await maintainer.rest.issues.create({ ...HERE, title: 'Wanted' })
  const files = { 'src/card.tsx': 'export const a = 1\n' }
  const { pull, sha: first, at } = await openPull(bot, 'ollio/1-1-card', files, { body: `Closes #${issue.number}` })
  expect(pull).toMatchObject({ mergeable: true, commits: 1, additions: 1, deletions: 0, changed_files: 1, user: { login: 'ollio[bot]' } })
  expect(pull.number).toBe(issue.number + 1)

  const more = { 'src/card.tsx': 'export const a = 1\nexport const b = 2\n', 'README.md': '# A shop\n' }
  const second = await commitFiles(bot, { branch: 'ollio/1-1-card', head: first, files: more, deleted: ['package.json'] })
  const synchronize = await receiver.waitFor('pull_request.synchronize')
  expect(synchronize.body).toMatchObject({ before: first, after: second, pull_request: { head: { sha: second } }, sender: { type: 'Bot' } })
  const { data: changed } = await bot.rest.pulls.listFiles(at)
  expect(changed.map(({ filename, status, additions, deletions }) => [filename, status, additions, deletions])).toEqual([
    ['README.md', 'modified', 1, 1],
    ['package.json', 'removed', 0, 1],
    ['src/card.tsx', 'added', 2, 0],
  ])
  expect(changed[2]?.patch).toBe('@@ -0,0 +1,2 @@\n+export const a = 1\n+export const b = 2')
  const { data: commits } = await bot.rest.pulls.listCommits(at)
  expect(commits.map(({ sha }) => sha)).toEqual([first, second])
  const { data: diff } = await bot.request('GET /repos/{owner}/{repo}/pulls/{pull_number}', { ...at, mediaType: { format: 'diff' } })
  expect(diff).toContain('diff --git a/src/card.tsx b/src/card.tsx')
  expect(await statusOf(bot.rest.pulls.checkIfMerged(at))).toBe(404)

  expect(await statusOf(maintainer.rest.pulls.merge({ ...at, sha: first }))).toBe(409)
  const { data: merge } = await maintainer.rest.pulls.merge({ ...at, sha: second })
  const closed = await receiver.waitFor('pull_request.closed')
  expect(closed.body).toMatchObject({ pull_request: { merged: true, merge_commit_sha: merge.sha, merged_by: { login: 'mara' } } })
  expect(await headOf(bot)).toBe(merge.sha)
  // Its changes stay visible, and the issue that it closes is closed.
  expect((await bot.rest.pulls.listFiles(at)).data).toHaveLength(3)
  expect((await bot.rest.issues.get({ ...HERE, issue_number: issue.number })).data.state).toBe('closed')
  expect((await bot.rest.pulls.checkIfMerged(at)).status).toBe(204)
  expect(await statusOf(maintainer.rest.pulls.merge(at))).toBe(405)
})

it('a branch has one open pull request per branch, however many requests race', async () => {
  const { bot } = world
  await createBranch(bot, 'once', { 'once.txt': 'once\n' })
  const request = { ...HERE, title: 'Once', head: 'once', base: 'main' }
  const results = await Promise.allSettled([1, 2, 3, 4].map(() => bot.rest.pulls.create(request)))
  expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected'])
  await expect(bot.rest.pulls.create({ ...request, head: `${OWNER}:once` })).rejects.toThrow('already exists for acme:once.')
  const { data: open } = await bot.rest.pulls.list({ ...HERE, head: `${OWNER}:once` })
  expect(open).toHaveLength(1)
  await bot.rest.pulls.update({ ...HERE, pull_number: open[0]?.number ?? 0, state: 'closed' })
  expect((await bot.rest.pulls.create(request)).status).toBe(201)
  expect(await statusOf(bot.rest.pulls.update({ ...HERE, pull_number: open[0]?.number ?? 0, state: 'open' }))).toBe(422)
})

it('opens no pull request without commits or from a missing branch', async () => {
  const { bot } = world
  await bot.rest.git.createRef({ ...HERE, ref: 'refs/heads/empty', sha: await headOf(bot) })
  const refused = bot.rest.pulls.create({ ...HERE, title: 'Nothing', head: 'empty', base: 'main' })
  await expect(refused).rejects.toThrow('No commits between main and empty')
  expect(await statusOf(bot.rest.pulls.create({ ...HERE, title: 'Nothing', head: 'nowhere', base: 'main' }))).toBe(422)
  expect(await statusOf(bot.rest.pulls.create({ ...HERE, title: 'Nothing', head: 'other:main', base: 'main' }))).toBe(422)
  expect(await statusOf(bot.rest.pulls.create({ ...HERE, title: ' ', head: 'once', base: 'main' }))).toBe(422)
})

it('finds a pull request by its head branch, closes it with the branch, and cannot reopen it without it', async () => {
  const { bot, maintainer, receiver } = world
  const { pull, at } = await openPull(bot, 'feature/slashes', { 'x.txt': 'x\n' }, { draft: true })
  const find = async (head: string) => (await bot.rest.pulls.list({ ...HERE, head, state: 'all' })).data.map(({ number }) => number)
  expect(await find(`${OWNER}:feature/slashes`)).toEqual([pull.number])
  expect(await find(`${OWNER}:feature/Slashes`)).toEqual([])
  expect(await find('other:feature/slashes')).toEqual([])
  expect((await find('feature/slashes')).length).toBeGreaterThan(1)
  expect(await statusOf(maintainer.rest.pulls.merge(at))).toBe(405)
  await receiver.waitFor('pull_request.opened', { number: pull.number })
  receiver.deliveries.length = 0
  await maintainer.rest.git.deleteRef({ ...HERE, ref: 'heads/feature/slashes' })
  await receiver.waitFor('pull_request.closed')
  expect(receiver.deliveries.map(({ name }) => name)).toEqual(['delete', 'push', 'pull_request.closed'])
  expect(await statusOf(maintainer.rest.pulls.update({ ...at, state: 'open' }))).toBe(422)
})

it('edits, closes and reopens a pull request, and changes it between draft and ready', async () => {
  const { bot, receiver } = world
  const { pull, at } = await openPull(bot, 'edits', { 'y.txt': 'y\n' })
  await receiver.waitFor('pull_request.opened', { number: pull.number })
  receiver.deliveries.length = 0
  await bot.rest.pulls.update({ ...at, title: 'Edited', body: 'now with words' })
  await bot.rest.pulls.update({ ...at, state: 'closed' })
  await bot.rest.pulls.update({ ...at, state: 'open' })
  const draft = (name: string) => `mutation ($id: ID!) { ${name}(input: { pullRequestId: $id }) { pullRequest { isDraft number } } }`
  expect(await bot.graphql(draft('convertPullRequestToDraft'), { id: pull.node_id })).toEqual({
    convertPullRequestToDraft: { pullRequest: { isDraft: true, number: pull.number } },
  })
  expect((await bot.rest.pulls.get(at)).data).toMatchObject({ draft: true, mergeable_state: 'draft', title: 'Edited' })
  await bot.graphql(draft('markPullRequestReadyForReview'), { id: pull.node_id })
  await receiver.waitFor('pull_request.ready_for_review')
  const actions = ['edited', 'closed', 'reopened', 'converted_to_draft', 'ready_for_review']
  expect(receiver.deliveries.map(({ name }) => name)).toEqual(actions.map((action) => `pull_request.${action}`))
  expect(receiver.deliveries[0]?.body['changes']).toMatchObject({ title: { from: 'Change edits' } })
  await expect(bot.graphql(draft('markPullRequestReadyForReview'), { id: 'nothing' })).rejects.toThrow('Could not resolve to a node')
})

it('lists pull requests page by page, newest first, by state and base', async () => {
  const { bot } = world
  const all = await bot.paginate(bot.rest.pulls.list, { ...HERE, state: 'all', per_page: 3 })
  const numbers = all.map(({ number }) => number)
  expect(numbers).toEqual(numbers.toSorted((a, b) => b - a))
  const { data: open } = await bot.rest.pulls.list({ ...HERE, per_page: 100 })
  expect(open.every(({ state }) => state === 'open')).toBe(true)
  expect(open.length).toBeLessThan(all.length)
  expect((await bot.rest.pulls.list({ ...HERE, base: 'other' })).data).toEqual([])
  expect(await statusOf(bot.rest.pulls.get({ ...HERE, pull_number: 99_999 }))).toBe(404)
})
