import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commitFiles, createBranch, headOf, openPull } from '../../support/local-github/listen-to-changes.ts'
import { startWorld, type LocalGitHubWorld } from '../../support/local-github/local-github-world.ts'

const run = promisify(execFile)
let world: LocalGitHubWorld
let secret: LocalGitHubWorld
let folder: string
beforeAll(async () => {
  world = await startWorld()
  secret = await startWorld({ private: true })
  folder = await mkdtemp(path.join(tmpdir(), 'local-github-clones-'))
})
afterAll(async () => {
  await world.close()
  await secret.close()
  await rm(folder, { recursive: true, force: true })
})

const ENVIRONMENT = {
  PATH: process.env['PATH'],
  HOME: '/nonexistent',
  GIT_TERMINAL_PROMPT: '0',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Wim',
  GIT_AUTHOR_EMAIL: 'wim@example.test',
  GIT_COMMITTER_NAME: 'Wim',
  GIT_COMMITTER_EMAIL: 'wim@example.test',
}

async function git(where: string, ...args: string[]): Promise<string> {
  return (await run('git', ['-C', where, ...args], { env: ENVIRONMENT })).stdout.trim()
}

/** The remote's URL. `token` is `user:password`, as git sends it. */
function remote({ github }: LocalGitHubWorld, token?: string): string {
  return `${github.url.replace('//', token === undefined ? '//' : `//${token}@`)}/acme/shop.git`
}

async function clone(name: string, token: string, ...options: string[]): Promise<string> {
  await git(folder, 'clone', '--quiet', ...options, remote(world, token), name)
  return path.join(folder, name)
}

async function commit(where: string, file: string, content: string): Promise<string> {
  await writeFile(path.join(where, file), content)
  await git(where, 'add', file)
  await git(where, 'commit', '--quiet', '--message', `Write ${file}`)
  return git(where, 'rev-parse', 'HEAD')
}

describe('git over HTTP', () => {
  it('git over HTTP clones and fetches fully or shallowly, by branch and by pull request', async () => {
    const { bot, botToken } = world
    const { pull, sha } = await openPull(bot, 'cloned', { 'cloned.txt': 'cloned\n' })
    const whole = await clone('whole', 'x-access-token:token-of-odd')
    expect(await readFile(path.join(whole, 'README.md'), 'utf8')).toBe('# Shop\n')
    const shallow = await clone('shallow', `x-access-token:${botToken}`, '--depth=1', '--branch=cloned')
    expect(await git(shallow, 'rev-list', '--count', 'HEAD')).toBe('1')
    await git(whole, 'fetch', '--quiet', 'origin', `refs/pull/${pull.number}/head`)
    expect(await git(whole, 'rev-parse', 'FETCH_HEAD')).toBe(sha)
    const later = await commitFiles(bot, { branch: 'cloned', head: sha, files: { 'later.txt': 'later\n' } })
    await git(whole, 'fetch', '--quiet', 'origin', 'cloned')
    expect(await git(whole, 'rev-parse', 'FETCH_HEAD')).toBe(later)
    await git(folder, 'clone', '--quiet', remote(world), 'anonymous')
  })

  it('git over HTTP accepts a person’s push, updates the pull request at once and notifies the app', async () => {
    const { bot, receiver } = world
    const { sha, at, pull } = await openPull(bot, 'pushed', { 'a.txt': 'a\n' })
    const mine = await clone('mine', 'wim:token-of-wim', '--branch=pushed')
    const pushed = await commit(mine, 'b.txt', 'b\n')
    await git(mine, 'push', '--quiet', 'origin', 'pushed')
    expect((await bot.rest.pulls.get(at)).data).toMatchObject({ head: { sha: pushed }, commits: 2, mergeable: true })
    const push = await receiver.waitFor('push', { after: pushed })
    expect(push.body).toMatchObject({
      ref: 'refs/heads/pushed',
      before: sha,
      forced: false,
      pusher: { name: 'wim' },
      sender: { login: 'wim', type: 'User' },
      commits: [{ id: pushed, message: 'Write b.txt', added: ['b.txt'], author: { email: 'wim@example.test' } }],
    })
    const synchronize = await receiver.waitFor('pull_request.synchronize', { after: pushed })
    expect(synchronize.body).toMatchObject({ before: sha, number: pull.number, pull_request: { head: { sha: pushed } } })
  })

  it('git over HTTP accepts a forced push and a deleted branch, and rejects a commit on the old head', async () => {
    const { bot, receiver } = world
    const { sha, at } = await openPull(bot, 'forced', { 'a.txt': 'a\n' })
    const mine = await clone('force', 'mara:token-of-mara', '--branch=forced')
    await git(mine, 'reset', '--quiet', '--hard', 'origin/main')
    const other = await commit(mine, 'other.txt', 'other\n')
    await expect(git(mine, 'push', '--quiet', 'origin', 'forced')).rejects.toThrow('non-fast-forward')
    await git(mine, 'push', '--quiet', '--force', 'origin', 'forced')
    await expect(commitFiles(bot, { branch: 'forced', head: sha, files: { 'a.txt': 'b\n' } })).rejects.toThrow('did not')
    expect((await receiver.waitFor('push', { after: other })).body).toMatchObject({ before: sha, forced: true })
    await receiver.waitFor('pull_request.synchronize', { before: sha, after: other })
    await git(mine, 'push', '--quiet', 'origin', ':forced')
    expect((await bot.rest.pulls.get(at)).data).toMatchObject({ state: 'closed', merged: false, head: { sha: other } })
    await receiver.waitFor('delete', { ref: 'forced' })
  })

  it('git over HTTP keeps one of a push and an API commit that race, or one after the other', async () => {
    const { bot } = world
    const head = await createBranch(bot, 'contended', { 'a.txt': 'a\n' })
    const mine = await clone('contended', 'wim:token-of-wim', '--branch=contended')
    const pushed = await commit(mine, 'b.txt', 'b\n')
    const results = await Promise.allSettled([
      git(mine, 'push', '--quiet', 'origin', 'contended'),
      commitFiles(bot, { branch: 'contended', head, files: { 'c.txt': 'c\n' } }),
    ])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const committed = results[1].status === 'fulfilled' ? results[1].value : pushed
    expect(await headOf(bot, 'contended')).toBe(committed)
  })

  it('git over HTTP marks a pull request as merged when its commits are pushed to its base branch', async () => {
    const { bot } = world
    const { at } = await openPull(bot, 'by-push', { 'by-push.txt': 'x\n' })
    const mine = await clone('by-push', 'mara:token-of-mara')
    await git(mine, 'merge', '--quiet', '--no-edit', 'origin/by-push')
    await git(mine, 'push', '--quiet', 'origin', 'main')
    expect((await bot.rest.pulls.get(at)).data).toMatchObject({ state: 'closed', merged: true, merged_by: { login: 'mara' } })
  })

  it('git over HTTP rejects a push by an outsider, with an unknown or read-only token, and one that is never allowed', async () => {
    const { bot, tokenWith } = world
    const main = await headOf(bot)
    const mine = await clone('refused', 'odd:token-of-odd')
    await commit(mine, 'mine.txt', 'mine\n')
    const push = (token: string | undefined, ref = 'main') => git(mine, 'push', '--quiet', remote(world, token), ref)
    await expect(push('odd:token-of-odd')).rejects.toThrow('403')
    await expect(push('x:ghp_unknown')).rejects.toThrow('Authentication failed')
    await expect(push(undefined)).rejects.toThrow('could not read Username')
    await expect(push(`x-access-token:${await tokenWith({ contents: 'read' })}`)).rejects.toThrow('403')
    await expect(push('mara:token-of-mara', ':main')).rejects.toThrow('deletion of the current branch prohibited')
    await expect(push('mara:token-of-mara', 'HEAD:refs/pull/1/head')).rejects.toThrow('hidden ref')
    expect(await headOf(bot)).toBe(main)
  })

  it('git over HTTP shows a private repository only to its people and its app', async () => {
    const ask = (token?: string) => git(folder, 'ls-remote', remote(secret, token))
    expect(await ask('wim:token-of-wim')).toContain('refs/heads/main')
    expect(await ask(`x-access-token:${secret.botToken}`)).toContain('refs/heads/main')
    await expect(ask('odd:token-of-odd')).rejects.toThrow('not found')
    await expect(ask()).rejects.toThrow('could not read Username')
    expect((await fetch(`${world.github.url}/acme/shop/info/refs`)).status).toBe(403)
  })
})
