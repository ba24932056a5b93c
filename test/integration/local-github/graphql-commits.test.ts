import { GraphqlResponseError } from '@octokit/graphql'
import { expect, it } from 'vitest'
import { commitFiles, createBranch, headOf } from '../../support/local-github/listen-to-changes.ts'
import { HERE, octokitFor, useLocalGitHub } from '../../support/local-github/local-github-world.ts'

const world = useLocalGitHub()

/** The types of GraphQL errors, which tell callers what happened. */
async function refusalOf(call: Promise<unknown>): Promise<(string | undefined)[]> {
  const error: unknown = await call.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof GraphqlResponseError)) throw new Error('it was not refused by GraphQL', { cause: error })
  return error.errors?.map(({ type }) => type) ?? []
}

it('commits on the expected head, signed, as the bot, with the message unchanged', async () => {
  const { bot } = world
  const first = await createBranch(bot, 'signed', { 'a.txt': 'a\n' })
  const message = 'Add a card\n\nWith three tiers.\n\nOllio-Turn: comment:1\nCo-authored-by: mara <1+mara@users.noreply.github.com>'
  const second = await commitFiles(bot, { branch: 'signed', head: first, message, files: { 'b.txt': 'b\n' } })
  expect(await headOf(bot, 'signed')).toBe(second)
  const { data: commit } = await bot.rest.repos.getCommit({ ...HERE, ref: second })
  expect(commit.commit.message).toBe(message)
  expect(commit.commit.verification).toMatchObject({ verified: true, reason: 'valid' })
  expect(commit.author?.login).toBe('ollio[bot]')
  expect(commit.commit.committer?.name).toBe('GitHub')
  expect(commit.parents.map(({ sha }) => sha)).toEqual([first])
  expect(commit.files?.map(({ filename, status }) => [filename, status])).toEqual([['b.txt', 'added']])
})

it('rejects a head that is not the branch’s with STALE_DATA and changes nothing', async () => {
  const { bot } = world
  const first = await createBranch(bot, 'stale', { 'a.txt': 'a\n' })
  const second = await commitFiles(bot, { branch: 'stale', head: first, files: { 'a.txt': 'b\n' } })
  const late = commitFiles(bot, { branch: 'stale', head: first, files: { 'a.txt': 'c\n' } })
  expect(await refusalOf(late)).toEqual(['STALE_DATA'])
  expect(await headOf(bot, 'stale')).toBe(second)
})

it('accepts exactly one of many commits that race for the same head', async () => {
  const { bot, receiver } = world
  const head = await createBranch(bot, 'race', { 'a.txt': 'a\n' })
  const racers = Array.from({ length: 12 }, (_, number) =>
    commitFiles(bot, { branch: 'race', head, message: `Racer ${number}`, files: { 'a.txt': `${number}\n` } }),
  )
  const results = await Promise.allSettled(racers)
  const won = results.filter((result) => result.status === 'fulfilled').map(({ value }) => value)
  expect(won).toEqual([await headOf(bot, 'race')])
  const lost = await Promise.all(racers.filter((_, index) => results[index]?.status === 'rejected').map(refusalOf))
  expect(lost).toEqual(Array.from({ length: 11 }, () => ['STALE_DATA']))
  const { data } = await bot.rest.repos.compareCommitsWithBasehead({ ...HERE, basehead: `${head}...race` })
  expect(data.total_commits).toBe(1)
  await createBranch(bot, 'after-the-race', { 'a.txt': 'a\n' })
  await receiver.waitFor('create', { ref: 'after-the-race' })
  const pushes = receiver.deliveries.filter(
    ({ name, body }) => name === 'push' && body['ref'] === 'refs/heads/race' && body['before'] === head,
  )
  expect(pushes).toHaveLength(1)
})

it('the local GitHub keeps one of a commit and a moved ref that race', async () => {
  const { bot } = world
  const head = await createBranch(bot, 'moved', { 'a.txt': 'a\n' })
  const aside = await createBranch(bot, 'aside', { 'a.txt': 'a\n' })
  const [committed, moved] = await Promise.allSettled([
    commitFiles(bot, { branch: 'moved', head, files: { 'b.txt': 'b\n' } }),
    bot.rest.git.updateRef({ ...HERE, ref: 'heads/moved', sha: aside, force: true }),
  ])
  expect(moved.status).toBe('fulfilled')
  // In either order the forced update wins: a commit after it is rejected.
  expect(await headOf(bot, 'moved')).toBe(aside)
  const outcome = committed.status === 'fulfilled' ? [] : await refusalOf(Promise.reject(committed.reason))
  expect([[], ['STALE_DATA']]).toContainEqual(outcome)
})

it('adds, changes and deletes in one commit, byte for byte, and keeps executable files executable', async () => {
  const { bot } = world
  const base = await createBranch(bot, 'mixed', { 'keep.txt': 'keep\n', 'gone.txt': 'gone\n' })
  const { data: tree } = await bot.rest.git.createTree({
    ...HERE,
    base_tree: (await bot.rest.git.getCommit({ ...HERE, commit_sha: base })).data.tree.sha,
    tree: [{ path: 'run.sh', mode: '100755', type: 'blob', content: '#!/bin/sh\n' }],
  })
  const { data: script } = await bot.rest.git.createCommit({ ...HERE, message: 'Script', tree: tree.sha, parents: [base] })
  await bot.rest.git.updateRef({ ...HERE, ref: 'heads/mixed', sha: script.sha })
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
  const files = { 'run.sh': '#!/bin/sh\nexit 1\n', 'deep/er/bytes.bin': bytes, 'empty.txt': '' }
  const sha = await commitFiles(bot, { branch: 'mixed', head: script.sha, files, deleted: ['gone.txt'] })
  const { data } = await bot.rest.git.getTree({ ...HERE, tree_sha: sha, recursive: '1' })
  const modes = Object.fromEntries(data.tree.map(({ path, mode }) => [path, mode]))
  expect(modes).toMatchObject({ 'run.sh': '100755', 'deep/er/bytes.bin': '100644', 'empty.txt': '100644', 'keep.txt': '100644' })
  expect(modes['gone.txt']).toBeUndefined()
  const { data: blob } = await bot.rest.repos.getContent({ ...HERE, path: 'deep/er/bytes.bin', ref: 'mixed' })
  expect('content' in blob && Buffer.from(blob.content, 'base64').equals(bytes)).toBe(true)
})

it('explains why a commit cannot be made', async () => {
  const { bot, outsider } = world
  const head = await createBranch(bot, 'strict', { 'a.txt': 'a\n' })
  const on = { branch: 'strict', head }
  expect(await refusalOf(commitFiles(bot, { ...on, branch: 'nowhere' }))).toEqual(['NOT_FOUND'])
  expect(await refusalOf(commitFiles(bot, { ...on, deleted: ['missing.txt'] }))).toEqual(['UNPROCESSABLE'])
  expect(await refusalOf(commitFiles(bot, { ...on, files: { 'a.txt': 'b' }, deleted: ['a.txt'] }))).toEqual(['UNPROCESSABLE'])
  for (const path of ['../out.txt', '.git/config', '/etc/passwd', 'a/../b', 'nul\0byte', '']) {
    expect([path, await refusalOf(commitFiles(bot, { ...on, files: { [path]: 'x' } }))]).toEqual([path, ['UNPROCESSABLE']])
  }
  expect(await refusalOf(commitFiles(outsider, on))).toEqual(['FORBIDDEN'])
  expect(await refusalOf(commitFiles(bot, { ...on, files: { '.github/workflows/ci.yml': 'on: push\n' } }))).toEqual(['FORBIDDEN'])
  const reader = octokitFor(world.github, await world.tokenWith({ contents: 'read' }))
  expect(await refusalOf(commitFiles(reader, on))).toEqual(['FORBIDDEN'])
  expect(await headOf(bot, 'strict')).toBe(head)
})

it('validates requests with GitHub’s own schema and rejects fields that it does not implement', async () => {
  const { bot } = world
  await expect(bot.graphql('{ nothing }')).rejects.toThrow('Cannot query field "nothing" on type "Query".')
  await expect(bot.graphql('{ viewer { login } }')).rejects.toThrow('Query.viewer is not served by the local GitHub.')
  await expect(bot.graphql('mutation {')).rejects.toThrow('Syntax Error')
  // The same below the API's root, the path on github.com.
  const headers = { authorization: `Bearer ${world.botToken}` }
  const answer = await fetch(`${world.github.apiUrl}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query: '{ nothing }' }) })
  expect(await answer.json()).toMatchObject({ errors: [{ message: 'Cannot query field "nothing" on type "Query".' }] })
})
