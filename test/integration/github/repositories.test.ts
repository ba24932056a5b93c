import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createCodeHost } from '#src/adapters/github/github-code-host.ts'
import { privateKey } from '../../support/app-key.ts'
import { HERE, startCodeHost, text } from '../../support/github-world.ts'
import type { CodeHostWorld } from '../../support/github-world.ts'

let world: CodeHostWorld
beforeAll(async () => {
  world = await startCodeHost()
})
afterAll(() => world.close())

test.each([
  ['mara', 'admin'],
  ['wim', 'write'],
  ['odd', 'read'],
  ['nobody-at-all', 'none'],
  ['odd fellow?', 'none'],
])('%s may %s in a public repository', async (login, permission) => {
  expect(await world.codeHost.permissionOf(world.repository, login)).toBe(permission)
})

describe('branches', () => {
  test('the default one has a name and a head', async () => {
    expect(await world.codeHost.defaultBranch(world.repository)).toEqual({ name: 'main', sha: world.main })
    expect(await world.codeHost.branchHead(world.repository, 'main')).toBe(world.main)
  })

  test('one that doesn’t exist has no head, even if another’s name starts with its name', async () => {
    await world.codeHost.ensureBranch(world.repository, 'ollio/7-1-pricing-card', world.main)
    expect(await world.codeHost.branchHead(world.repository, 'ollio/7-1-pricing')).toBeNull()
    expect(await world.codeHost.branchHead(world.repository, 'ollio')).toBeNull()
  })

  test('one is created once and stays unchanged after that, also at the same moment', async () => {
    const { codeHost, repository, main } = world
    await Promise.all(Array.from({ length: 4 }, () => codeHost.ensureBranch(repository, 'ollio/8-1-card', main)))
    const changes = [{ path: 'a.ts', bytes: text('a') }]
    const head = await codeHost.commit(repository, { branch: 'ollio/8-1-card', expectedHead: main, headline: 'Add', body: '', changes })
    await codeHost.ensureBranch(repository, 'ollio/8-1-card', main)
    expect(await codeHost.branchHead(repository, 'ollio/8-1-card')).toBe(head)
  })

  test('one can’t be created at a commit that doesn’t exist', async () => {
    await expect(world.codeHost.ensureBranch(world.repository, 'ollio/9-1-card', 'f'.repeat(40))).rejects.toMatchObject({
      kind: 'github-refused',
    })
  })
})

describe('a file', () => {
  test('a file is read as text at a branch or a commit', async () => {
    expect(await world.codeHost.readFile(world.repository, 'README.md', 'main')).toBe('# Shop\n')
    expect(await world.codeHost.readFile(world.repository, 'src/app.tsx', world.main)).toContain('export function App()')
  })

  test.each(['src/none.tsx', 'src', 'README.md/none', '.github/ollio.yml'])('%s, which is not a file, is null', async (path) => {
    expect(await world.codeHost.readFile(world.repository, path, 'main')).toBeNull()
  })

  test('a file of a branch that doesn’t exist is null', async () => {
    expect(await world.codeHost.readFile(world.repository, 'README.md', 'gone')).toBeNull()
  })

  test('a file of more than a megabyte is null', async () => {
    const { codeHost, repository, main } = world
    await codeHost.ensureBranch(repository, 'large', main)
    const changes = [{ path: 'large.json', bytes: new Uint8Array(1_100_000).fill(32) }]
    await codeHost.commit(repository, { branch: 'large', expectedHead: main, headline: 'Add', body: '', changes })
    expect(await codeHost.readFile(repository, 'large.json', 'large')).toBeNull()
  })
})

describe('the files of a commit', () => {
  test('the files of a commit are listed by their paths, without folders and links', async () => {
    const { codeHost, repository, main } = world
    expect((await codeHost.listFiles(repository, main)).toSorted()).toEqual([
      'README.md',
      'package.json',
      'src/app.tsx',
      'src/ünï code.txt',
    ])
    const { data: base } = await world.maintainer.rest.git.getCommit({ ...HERE, commit_sha: main })
    const { data: tree } = await world.maintainer.rest.git.createTree({
      ...HERE,
      base_tree: base.tree.sha,
      tree: [{ path: 'link', mode: '120000', type: 'blob', content: '/etc/passwd' }],
    })
    const { data: commit } = await world.maintainer.rest.git.createCommit({ ...HERE, message: 'Link', tree: tree.sha, parents: [main] })
    expect(await codeHost.listFiles(repository, commit.sha)).not.toContain('link')
  })

  test('the files of a commit that doesn’t exist are refused', async () => {
    await expect(world.codeHost.listFiles(world.repository, 'f'.repeat(40))).rejects.toMatchObject({ kind: 'github-refused' })
  })
})

describe('authentication', () => {
  test('every token is for one repository only, and is requested once', async () => {
    const other = await world.github.createRepository({
      owner: 'acme',
      name: 'other',
      files: { 'README.md': '# Other\n' },
      collaborators: { mara: 'admin' },
      private: true,
    })
    const codeHost = createCodeHost({ appId: world.github.app.id, privateKey: world.github.app.privateKey, apiUrl: world.github.apiUrl })
    world.take()
    await codeHost.readFile(world.repository, 'README.md', 'main')
    await codeHost.branchHead(world.repository, 'main')
    const asked = world.take()
    expect(asked.map(({ path }) => path.split('/').slice(1, 3).join('/'))).toEqual(['app/installations', 'repos/acme', 'repos/acme'])
    const token = asked[1]?.authorization.split(' ')[1] ?? ''
    expect(asked[2]?.authorization).toContain(token)

    const read = (repo: string) => fetch(`${world.github.apiUrl}/repos/acme/${repo}`, { headers: { authorization: `Bearer ${token}` } })
    expect((await read('shop')).status).toBe(200)
    expect((await read('other')).status).toBe(404)
    const otherRef = { ...world.repository, repositoryId: other.id, name: 'other' }
    expect(await codeHost.readFile(otherRef, 'README.md', 'main')).toBe('# Other\n')
    const reached = { ...world.repository, name: 'other' }
    expect(await codeHost.readFile(reached, 'README.md', 'main')).toBeNull()
  })

  test('authentication without its installation everything is refused, and nothing is reported as missing', async () => {
    const gone = { ...world.repository, installationId: 999 }
    await expect(world.codeHost.readFile(gone, 'README.md', 'main')).rejects.toMatchObject({ kind: 'github-refused' })
    await expect(world.codeHost.permissionOf(gone, 'mara')).rejects.toMatchObject({ kind: 'github-refused' })
    await expect(world.codeHost.branchHead(gone, 'main')).rejects.toMatchObject({ kind: 'github-refused' })
  })

  test('authentication with another app’s key everything is refused', async () => {
    const codeHost = createCodeHost({ appId: world.github.app.id, privateKey, apiUrl: world.github.apiUrl })
    await expect(codeHost.defaultBranch(world.repository)).rejects.toMatchObject({ kind: 'github-refused' })
  })
})

test('a repository that doesn’t exist is refused where it is required', async () => {
  await expect(world.codeHost.defaultBranch({ ...world.repository, name: 'none' })).rejects.toMatchObject({ kind: 'github-refused' })
  expect((await world.maintainer.rest.repos.get(HERE)).data.name).toBe('shop')
})
