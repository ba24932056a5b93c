import { gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { createBranch, headOf } from '../../support/local-github/listen-to-changes.ts'
import { FILES, HERE, useLocalGitHub, statusOf } from '../../support/local-github/local-github-world.ts'

const world = useLocalGitHub()

async function fileOf(path: string, ref = 'main'): Promise<string> {
  const { data } = await world.bot.rest.repos.getContent({ ...HERE, path, ref })
  return 'content' in data ? Buffer.from(data.content, 'base64').toString('utf8') : ''
}

it('reads files and folders of a branch, a tag or a commit', async () => {
  const { bot } = world
  const main = await headOf(bot)
  const first = await createBranch(bot, 'reading/one', { 'src/app.tsx': 'changed\n' })
  await bot.rest.git.createRef({ ...HERE, ref: 'refs/tags/v1', sha: first })
  for (const [path, content] of Object.entries(FILES)) expect(await fileOf(path)).toBe(content)
  expect(await fileOf('src/app.tsx', 'reading/one')).toBe('changed\n')
  expect(await fileOf('src/app.tsx', 'v1')).toBe('changed\n')
  expect(await fileOf('src/app.tsx', main)).toBe(FILES['src/app.tsx'])
  const { data: folder } = await bot.rest.repos.getContent({ ...HERE, path: 'src' })
  expect(Array.isArray(folder) && folder.map(({ name, type }) => [name, type])).toEqual([
    ['app.tsx', 'file'],
    ['ünï code.txt', 'file'],
  ])
  const { data: root } = await bot.rest.repos.getContent({ ...HERE, path: '' })
  expect(Array.isArray(root) && root.map(({ name }) => name)).toEqual(['README.md', 'package.json', 'src'])
  const { data: raw } = await bot.rest.repos.getContent({ ...HERE, path: 'README.md', mediaType: { format: 'raw' } })
  expect(raw).toBe('# Shop\n')
})

it('answers 404 for a path, ref or repository that does not exist, however it is spelled', async () => {
  const { apiUrl } = world.github
  const asked = [
    'contents/no.txt',
    'contents/README.md?ref=no',
    'contents/README.md/x',
    'contents/%00',
    'contents//etc/passwd',
    'contents/:(top)',
  ]
  const more = ['contents/README.md?ref=%00', 'contents/a%2F..%2F..%2Fb', 'git/ref/heads/no', 'git/trees/no', 'git/blobs/no', 'branches/no']
  for (const path of [...asked, ...more, 'tarball', 'compare/main...no', 'compare/main', 'commits?sha=--all']) {
    const { status } = await fetch(`${apiUrl}/repos/acme/shop/${path}`)
    expect([path, status]).toEqual([path, 404])
  }
})

it('omits the content of a large file unless it is requested raw', async () => {
  const { bot } = world
  const large = 'x'.repeat(1024 * 1024 + 1)
  await createBranch(bot, 'large', { 'large.txt': large })
  const at = { ...HERE, path: 'large.txt', ref: 'large' }
  expect((await bot.rest.repos.getContent(at)).data).toMatchObject({ content: '', encoding: 'none', size: large.length })
  expect((await bot.rest.repos.getContent({ ...at, mediaType: { format: 'raw' } })).data).toBe(large)
})

it('distinguishes links, files and executable files', async () => {
  const { bot } = world
  const base = await headOf(bot)
  const tree = [
    { path: 'link', mode: '120000' as const, type: 'blob' as const, content: 'README.md' },
    { path: 'run.sh', mode: '100755' as const, type: 'blob' as const, content: '#!/bin/sh\n' },
  ]
  const { data: made } = await bot.rest.git.createTree({ ...HERE, base_tree: base, tree })
  const { data: commit } = await bot.rest.git.createCommit({ ...HERE, message: 'Link', tree: made.sha, parents: [base] })
  const read = async (path: string) => (await bot.rest.repos.getContent({ ...HERE, path, ref: commit.sha })).data
  expect(await read('link')).toMatchObject({ type: 'symlink', target: 'README.md' })
  expect(await read('run.sh')).toMatchObject({ type: 'file', size: 10 })
})

it('writes a file for a person only if they know its current version', async () => {
  const { writer, bot, receiver } = world
  const file = { ...HERE, path: 'notes/a.md', branch: 'by-hand' }
  await createBranch(bot, 'by-hand', { 'x.txt': 'x\n' })
  const created = await writer.rest.repos.createOrUpdateFileContents({ ...file, message: 'Write', content: btoa('one') })
  const sha = created.data.content?.sha ?? ''
  expect([created.status, await fileOf('notes/a.md', 'by-hand')]).toEqual([201, 'one'])
  expect(created.data.commit.author?.name).toBe('wim')
  const updated = await writer.rest.repos.createOrUpdateFileContents({ ...file, message: 'Again', content: btoa('two'), sha })
  expect([updated.status, await fileOf('notes/a.md', 'by-hand')]).toEqual([200, 'two'])
  expect(await statusOf(writer.rest.repos.createOrUpdateFileContents({ ...file, message: 'Late', content: '', sha }))).toBe(409)
  expect(await statusOf(writer.rest.repos.createOrUpdateFileContents({ ...file, message: 'Blind', content: '' }))).toBe(422)
  expect(await statusOf(writer.rest.repos.createOrUpdateFileContents({ ...file, branch: 'no', message: 'No', content: '' }))).toBe(404)
  const push = await receiver.waitFor('push', { after: updated.data.commit.sha })
  expect(push.body.sender).toMatchObject({ login: 'wim', type: 'User' })
})

it('serves the archive of a commit with one top-level folder, by a link that nobody can forge', async () => {
  const { bot, github } = world
  const sha = await createBranch(bot, 'archived/x', { 'only here.txt': 'here\n' })
  for (const ref of [sha, 'archived/x']) {
    const { data } = await bot.rest.repos.downloadTarballArchive({ ...HERE, ref })
    const tar = data instanceof ArrayBuffer ? gunzipSync(new Uint8Array(data)).toString('latin1') : ''
    expect(tar).toContain(`acme-shop-${sha.slice(0, 7)}/only here.txt`)
  }
  const redirect = await fetch(`${github.apiUrl}/repos/acme/shop/tarball/${sha}`, { redirect: 'manual' })
  expect(redirect.status).toBe(302)
  const link = redirect.headers.get('location') ?? ''
  expect((await fetch(link)).status).toBe(200)
  expect((await fetch(link.replace(sha, 'main'))).status).toBe(404)
})
