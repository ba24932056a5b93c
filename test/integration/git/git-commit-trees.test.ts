import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { extract } from 'tar-stream'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createGitCommitTrees, type GitTreesOptions } from '#src/adapters/git/git-commit-trees.ts'
import { createGitAccess } from '#src/adapters/github/git-access.ts'
import type { RepositoryRef } from '#src/domain/commands/command-message.ts'
import type { CommitTree, CommitTrees } from '#src/ports/commit-trees.ts'
import { startCodeHost, type CodeHostWorld } from '#test/support/github-world.ts'

const MB = 1024 * 1024
let world: CodeHostWorld
let folder: string
let clone: string

beforeAll(async () => {
  world = await startCodeHost()
  folder = await mkdtemp(join(tmpdir(), 'ollio-git-'))
  clone = join(folder, 'clone')
  await git(folder, 'clone', '--quiet', `${world.github.url.replace('://', '://mara:token-of-mara@')}/acme/shop.git`, clone)
})
afterAll(async () => {
  await world.close()
  await rm(folder, { recursive: true, force: true })
})

/** Never in this process's own time: the server that it speaks to is here as well. */
async function git(at: string, ...args: string[]): Promise<string> {
  const person = ['-c', 'user.name=Mara', '-c', 'user.email=mara@example.com', '-c', 'core.autocrlf=false']
  const env = { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null' }
  const { stdout } = await promisify(execFile)('git', ['-C', at, ...person, ...args], { encoding: 'latin1', env, timeout: 60_000 })
  return stdout
}

/** Pushes a commit with these files besides what is there, and returns its name. */
async function push(files: Record<string, string | Buffer>, prepare: () => Promise<void> = async () => undefined): Promise<string> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(clone, path)), { recursive: true })
    await writeFile(join(clone, path), content)
  }
  await prepare()
  await git(clone, 'add', '--all', '--force')
  await git(clone, 'commit', '--quiet', '--allow-empty', '--message', 'A change')
  await git(clone, 'push', '--quiet', 'origin', 'HEAD')
  return (await git(clone, 'rev-parse', 'HEAD')).trim()
}

function treesIn(name: string, options: Partial<GitTreesOptions> = {}): CommitTrees {
  const { apiUrl, app, url } = world.github
  const accessTo = createGitAccess({ appId: app.id, privateKey: app.privateKey, apiUrl, webUrl: url })
  return createGitCommitTrees({ folder: join(folder, name), accessTo, environment: process.env, maxBytes: 1_000 * MB, ...options })
}

const read = (trees: CommitTrees, sha: string, of: RepositoryRef = world.repository): Promise<CommitTree> =>
  trees.read(of, sha, AbortSignal.timeout(60_000))

type Entry = { type: string; mode: number; text: string; link: string | null }

async function entriesOf({ archive }: Pick<CommitTree, 'archive'>): Promise<Record<string, Entry>> {
  const entries: Record<string, Entry> = {}
  const tar = extract()
  tar.end(gunzipSync(archive))
  for await (const entry of tar) {
    const chunks: Buffer[] = []
    for await (const chunk of entry as AsyncIterable<Buffer>) chunks.push(chunk)
    const { name, type, mode, linkname } = entry.header
    const text = Buffer.concat(chunks).toString('latin1')
    entries[name.replace(/^tree\//, '')] = { type, mode: mode ?? 0, text, link: linkname ?? null }
  }
  return entries
}

describe('a tree', () => {
  test('a tree is what was committed, whatever attributes say about archives, line ends and filters', async () => {
    const sha = await push({
      '.gitattributes': [
        ...[
          '* text=auto eol=crlf',
          '/AGENTS.md export-ignore',
          '*.test.tsx export-ignore',
          '/docs export-ignore',
          'src/lib/version.ts export-subst',
        ],
        ...['*.id ident', '*.utf16 working-tree-encoding=UTF-16', '*.lfs filter=lfs', ''],
      ].join('\n'),
      'AGENTS.md': 'Read me.\n',
      'src/a.test.tsx': 'a test\n',
      'docs/index.md': 'a page\n',
      'src/lib/version.ts': "export const commit = '$Format:%H$'\n",
      'a.id': '$Id$\n',
    })
    const entries = await entriesOf(await read(treesIn('exact'), sha))
    for (const path of Object.keys(entries).filter((name) => !name.endsWith('/') && name !== ''))
      expect([path, entries[path]?.text]).toEqual([path, await git(clone, 'cat-file', 'blob', `${sha}:${path}`)])
    expect(Object.keys(entries)).toEqual(expect.arrayContaining(['AGENTS.md', 'src/a.test.tsx', 'docs/index.md', 'src/lib/version.ts']))
    expect(entries['src/lib/version.ts']?.text).toContain('$Format:%H$')
    await git(clone, 'rm', '--quiet', '.gitattributes')
  })

  test('a tree keeps modes, links, names of any bytes and files that differ only in case', async () => {
    const odd = Buffer.concat([Buffer.from(join(clone, 'odd-')), Buffer.from([0xff]), Buffer.from('.txt')])
    const sha = await push({ 'bin/run.sh': 'true\n', 'Case.ts': 'A\n', 'case.ts': 'a\n', 'windows.txt': 'one\r\ntwo\r\n' }, async () => {
      await chmod(join(clone, 'bin/run.sh'), 0o755)
      await symlink('../package.json', join(clone, 'bin/link'))
      await writeFile(odd, 'odd\n')
    })
    const entries = await entriesOf(await read(treesIn('modes'), sha))
    expect((entries['bin/run.sh']?.mode ?? 0) & 0o111).toBe(0o111)
    expect(entries['bin/link']).toMatchObject({ type: 'symlink', link: '../package.json' })
    expect([entries['Case.ts']?.text, entries['case.ts']?.text, entries['windows.txt']?.text]).toEqual(['A\n', 'a\n', 'one\r\ntwo\r\n'])
    expect(Object.values(entries).map(({ text }) => text)).toContain('odd\n')
  })

  test('submodules and pointers of Git LFS are named', async () => {
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 12345\n`
    const sha = await push({ 'public/hero.png': pointer, 'public/note.txt': 'x'.repeat(130) }, async () => {
      await git(clone, 'update-index', '--add', '--cacheinfo', `160000,${'b'.repeat(40)},vendor/theme`)
      await mkdir(join(clone, 'vendor/theme'), { recursive: true })
    })
    const tree = await read(treesIn('absent'), sha)
    expect(tree.absent).toEqual({ submodules: ['vendor/theme'], pointers: ['public/hero.png'] })
    expect((await entriesOf(tree))['public/hero.png']?.text).toBe(pointer)
  })
})

describe('fetching', () => {
  test('a commit is fetched once, and a later one brings only what is new', async () => {
    const first = await push({ 'large.bin': randomBytes(400_000) })
    const trees = treesIn('incremental')
    const before = await read(trees, first)
    const packs = join(folder, 'incremental', `${world.repository.repositoryId}.git`, 'objects/pack')
    const packedBytes = async (): Promise<number> => {
      const sizes = await Promise.all((await readdir(packs)).map(async (name) => (await stat(join(packs, name))).size))
      return sizes.reduce((sum, size) => sum + size, 0)
    }
    const firstBytes = await packedBytes()
    expect(firstBytes).toBeGreaterThan(400_000)
    // GitHub isn't asked again.
    const offline = treesIn('incremental', { accessTo: () => Promise.reject(new Error('not asked')) })
    expect((await read(offline, first)).absent).toEqual(before.absent)

    const second = await push({ 'small.txt': 'small\n' })
    expect(Object.keys(await entriesOf(await read(trees, second)))).toEqual(expect.arrayContaining(['large.bin', 'small.txt']))
    expect(await packedBytes()).toBeLessThan(firstBytes + 20_000)
  })

  test('two processes and two commits at once are no matter', async () => {
    const [first, second] = [await push({ 'one.txt': '1\n' }), await push({ 'two.txt': '2\n' })]
    const all = await Promise.all([treesIn('shared'), treesIn('shared')].flatMap((trees) => [read(trees, first), read(trees, second)]))
    const names = await Promise.all(all.map(async (tree) => Object.hasOwn(await entriesOf(tree), 'two.txt')))
    expect(names).toEqual([false, true, false, true])
  })

  test('a lock of a killed process is removed', async () => {
    const trees = treesIn('locked')
    await read(trees, await push({ 'before.txt': '1\n' }))
    const lock = join(folder, 'locked', `${world.repository.repositoryId}.git`, 'shallow.lock')
    await writeFile(lock, '')
    await utimes(lock, new Date(0), new Date(0))
    const after = await read(trees, await push({ 'after.txt': '2\n' }))
    expect(Object.keys(await entriesOf(after))).toContain('after.txt')
  })

  test('a repository that is damaged on this machine’s disk is fetched again', async () => {
    const trees = treesIn('damaged')
    const sha = await push({ 'whole.txt': 'whole\n' })
    await read(trees, sha)
    const packs = join(folder, 'damaged', `${world.repository.repositoryId}.git`, 'objects/pack')
    for (const name of await readdir(packs)) {
      await chmod(join(packs, name), 0o644)
      await writeFile(join(packs, name), 'not a pack')
    }
    expect((await entriesOf(await read(trees, sha)))['whole.txt']?.text).toBe('whole\n')
  })

  test('the longest unused repository is removed when the disk is used up', async () => {
    const other = await world.github.createRepository({
      owner: 'acme',
      name: 'other',
      files: { 'a.txt': 'a\n' },
      collaborators: { mara: 'admin' },
    })
    const ref = { ...world.repository, repositoryId: other.id, name: 'other' }
    const { sha } = await world.codeHost.defaultBranch(ref)
    await read(treesIn('room'), world.main)
    await read(treesIn('room', { maxBytes: 1 }), sha, ref)
    expect(await readdir(join(folder, 'room'))).toEqual([`${other.id}.git`])
  })

  test('the token is in no argument and in no file', async () => {
    const sha = await push({ 'secret.txt': 'x\n' })
    await read(treesIn('quiet'), sha)
    const place = join(folder, 'quiet', `${world.repository.repositoryId}.git`)
    const texts = await Promise.all(['config', 'FETCH_HEAD', 'shallow'].map((name) => readFile(join(place, name), 'utf8').catch(() => '')))
    expect(texts.join('\n')).not.toMatch(/x-access-token|basic|ghs_/i)
  })
})

describe('a repository that can’t be fetched', () => {
  test('a commit that does not exist is refused', async () => {
    await expect(read(treesIn('none'), 'f'.repeat(40))).rejects.toMatchObject({ kind: 'github-refused' })
    await expect(read(treesIn('none'), '--upload-pack=x')).rejects.toMatchObject({ kind: 'github-refused' })
  }, 60_000)

  test('a repository that may not be read is refused', async () => {
    const accessTo = async () => ({ url: `${world.github.url}/acme/nowhere.git`, authorization: 'basic eDp5' })
    await expect(read(treesIn('refused', { accessTo }), world.main)).rejects.toMatchObject({ kind: 'github-refused' })
  })

  test('nothing is fetched after a cancellation', async () => {
    await expect(treesIn('cancelled').read(world.repository, world.main, AbortSignal.abort())).rejects.toMatchObject({ kind: 'cancelled' })
  })

  test('a tree above the limit is too large', async () => {
    const limits = { archiveBytes: 100, fetchMs: 60_000 }
    await expect(read(treesIn('large', { limits }), world.main)).rejects.toMatchObject({ kind: 'repository-too-large' })
  })

  test.each<[string, (server: Server) => void]>([
    ['answers 503', (server) => server.on('request', (_incoming, outgoing) => outgoing.writeHead(503).end())],
    ['hangs up', (server) => server.on('request', (incoming) => incoming.socket.destroy())],
    ['answers with a page', (server) => server.on('request', (_incoming, outgoing) => outgoing.end('<html>'))],
    ['never answers', (server) => server.on('request', () => undefined)],
  ])('a server that %s is GitHub’s trouble', async (_what, listen) => {
    const server = createServer()
    listen(server)
    server.listen(0, '127.0.0.1')
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    const accessTo = async () => ({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/acme/shop.git`,
      authorization: 'basic eDp5',
    })
    const trees = treesIn(`rude ${_what}`, { accessTo, limits: { archiveBytes: MB, fetchMs: 2_000 } })
    await expect(read(trees, world.main)).rejects.toMatchObject({ kind: 'github-unavailable' })
  })
})
