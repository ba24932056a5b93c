import { expect, it } from 'vitest'
import { commitFiles, createBranch, headOf } from '../../support/local-github/listen-to-changes.ts'
import { HERE, useLocalGitHub, statusOf } from '../../support/local-github/local-github-world.ts'

const world = useLocalGitHub()

it('creates commits from blobs and trees, and reports their authors', async () => {
  const { bot, writer } = world
  const main = await headOf(bot)
  const { data: blob } = await bot.rest.git.createBlob({ ...HERE, content: btoa('bytes'), encoding: 'base64' })
  expect(atob((await bot.rest.git.getBlob({ ...HERE, file_sha: blob.sha })).data.content)).toBe('bytes')
  const base_tree = (await bot.rest.git.getCommit({ ...HERE, commit_sha: main })).data.tree.sha
  const entries = [{ path: 'made/a.txt', mode: '100644' as const, type: 'blob' as const, sha: blob.sha }]
  const { data: tree } = await bot.rest.git.createTree({ ...HERE, base_tree, tree: entries })
  const commit = { ...HERE, message: 'Made', tree: tree.sha, parents: [main] }
  const { data: signed } = await bot.rest.git.createCommit(commit)
  const { data: named } = await bot.rest.git.createCommit({ ...commit, author: { name: 'Ann', email: 'ann@example.test' } })
  const { data: persons } = await writer.rest.git.createCommit(commit)
  expect([signed, named, persons].map(({ verification }) => verification.verified)).toEqual([true, false, false])
  expect([signed, named, persons].map(({ author }) => author.name)).toEqual(['ollio[bot]', 'Ann', 'wim'])
  const { data: listed } = await bot.rest.git.getTree({ ...HERE, tree_sha: signed.sha, recursive: '1' })
  expect(listed.tree.map(({ path }) => path)).toEqual(expect.arrayContaining(['made', 'made/a.txt', 'src/app.tsx']))
  const refused = { ...HERE, base_tree, tree: [{ path: '.git/config', mode: '100644' as const, type: 'blob' as const, content: 'x' }] }
  expect(await statusOf(bot.rest.git.createTree(refused))).toBe(422)
  expect(await statusOf(bot.rest.git.createCommit({ ...commit, tree: 'f'.repeat(40) }))).toBe(422)
})

it('creates refs once, moves them forward unless forced, and deletes them', async () => {
  const { bot } = world
  const main = await headOf(bot)
  const ahead = await createBranch(bot, 'refs/one', { 'r.txt': 'r\n' })
  const ref = { ...HERE, ref: 'heads/refs/two' }
  const made = await Promise.all([1, 2, 3].map(() => statusOf(bot.rest.git.createRef({ ...HERE, ref: 'refs/heads/refs/two', sha: main }))))
  expect(made.toSorted((a, b) => a - b)).toEqual([200, 422, 422])
  await expect(bot.rest.git.createRef({ ...HERE, ref: 'refs/heads/refs/two', sha: main })).rejects.toThrow('Reference already exists')
  await bot.rest.git.updateRef({ ...ref, sha: ahead })
  await expect(bot.rest.git.updateRef({ ...ref, sha: main })).rejects.toThrow('Update is not a fast forward')
  await bot.rest.git.updateRef({ ...ref, sha: main, force: true })
  const { data: matching } = await bot.rest.git.listMatchingRefs({ ...HERE, ref: 'heads/refs/' })
  expect(matching.map((one) => [one.ref, one.object.sha])).toEqual([
    ['refs/heads/refs/one', ahead],
    ['refs/heads/refs/two', main],
  ])
  await bot.rest.git.deleteRef(ref)
  expect(await statusOf(bot.rest.git.getRef(ref))).toBe(404)
  expect(await statusOf(bot.rest.git.deleteRef(ref))).toBe(422)
  for (const name of ['refs/heads/two..dots', 'refs/heads/', 'main', 'refs/notes/x', 'refs/heads/nul\0']) {
    expect([name, await statusOf(bot.rest.git.createRef({ ...HERE, ref: name, sha: main }))]).toEqual([name, 422])
  }
  expect(await statusOf(bot.rest.git.createRef({ ...HERE, ref: 'refs/heads/x', sha: 'f'.repeat(40) }))).toBe(422)
  expect(await statusOf(bot.rest.git.deleteRef({ ...HERE, ref: 'heads/main' }))).toBe(422)
})

it('compares two branches: commits ahead, oldest first and page by page, and the merge base', async () => {
  const { bot, maintainer } = world
  const start = await headOf(bot)
  let head = await createBranch(bot, 'compared/x', { 'c.txt': '0\n' })
  const shas = [head]
  for (const text of ['1\n', '2\n', '3\n']) {
    head = await commitFiles(bot, {
      branch: 'compared/x',
      head,
      message: `Say ${text.trim()}\n\nOllio-Turn: ${text}`,
      files: { 'c.txt': text },
    })
    shas.push(head)
  }
  await maintainer.rest.repos.createOrUpdateFileContents({ ...HERE, path: 'main.txt', message: 'On main', content: '' })
  const compare = async (page?: number) => {
    const basehead = 'main...compared/x'
    return (await bot.rest.repos.compareCommitsWithBasehead({ ...HERE, basehead, ...(page === undefined ? {} : { page, per_page: 3 }) }))
      .data
  }
  const whole = await compare()
  expect(whole).toMatchObject({ status: 'diverged', ahead_by: 4, behind_by: 1, total_commits: 4, merge_base_commit: { sha: start } })
  expect(whole.commits.map(({ sha }) => sha)).toEqual(shas)
  expect(whole.files?.map(({ filename }) => filename)).toEqual(['c.txt'])
  const pages = [await compare(1), await compare(2), await compare(3)]
  expect(pages.map(({ commits }) => commits.map(({ sha }) => sha))).toEqual([shas.slice(0, 3), shas.slice(3), []])
  const { data: branches } = await bot.rest.repos.listBranches({ ...HERE, per_page: 100 })
  expect(branches.find(({ name }) => name === 'compared/x')?.commit.sha).toBe(head)
  expect((await bot.rest.repos.getBranch({ ...HERE, branch: 'compared/x' })).data.commit.sha).toBe(head)
  const { data: listed } = await bot.rest.repos.listCommits({ ...HERE, sha: 'compared/x', per_page: 2 })
  expect(listed.map(({ sha }) => sha)).toEqual(shas.slice(2).toReversed())
})
