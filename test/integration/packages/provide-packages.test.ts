import { expect, test } from 'vitest'
import { packagesOf, providePackages } from '#src/activities/packages/provide-packages.ts'
import { baseOf } from '#src/domain/projects/base-of-turn.ts'
import { readTree } from '#src/activities/agent/workspace.ts'
import { AFTER, BASE, BEFORE, LOCK, playingPackages, REPOSITORY, UPDATED } from '../../support/activities/fake-packages.ts'
import { attempt, keyOf } from '../../support/activities/world.ts'

const current = playingPackages()

async function provided(files: Record<string, string>, changes: Record<string, string> = {}) {
  const { turn, tree } = await current().turnOn(files)
  return providePackages(current().world.ports, turn, { tree, changes: await current().manifestOf(changes) }, attempt())
}

test("the repository's own packages are installed from its lockfile", async () => {
  expect(await provided(REPOSITORY)).toEqual({ packages: BASE, warning: null, problem: null, added: [], lockfile: null, leftAlone: null })
  expect(current().requests).toMatchObject([
    {
      repository: 'acme/shop',
      manager: { name: 'npm', version: '11.21.2' },
      folder: '',
      scope: null,
      lockfile: 'package-lock.json',
      update: false,
      files: { 'package.json': BEFORE, 'package-lock.json': LOCK },
    },
  ])
})

test("added packages are installed with the repository's lockfile, whatever the agent wrote to it, and the new one is stored", async () => {
  const changes = { 'package.json': AFTER, 'package-lock.json': 'hostile', '.npmrc': 'registry=http://x', 'src/a.ts': 'x' }
  const { packages, added, lockfile } = await provided(REPOSITORY, changes)
  expect({ packages, added }).toEqual({ packages: UPDATED, added: [{ name: 'zod', version: '^4.0.0', section: 'dependencies' }] })
  expect(lockfile).toEqual({ path: 'package-lock.json', artifact: keyOf('the new lockfile') })
  expect(current().requests).toMatchObject([{ update: true, files: { 'package.json': AFTER, 'package-lock.json': LOCK } }])
  expect(Object.keys(current().requests[0]?.files ?? {})).toEqual(['package-lock.json', 'package.json'])
})

test('a change of package.json without new dependencies installs nothing', async () => {
  expect(await provided(REPOSITORY, { 'package.json': '{"scripts":{"a":"b"},"dependencies":{"react":"19"}}' })).toMatchObject({
    packages: BASE,
  })
})

test("if new packages can't be installed, the repository's are used and the reason is returned", async () => {
  current().answers.update = { ok: false, cause: 'repository', reason: '404 zod' }
  expect(await provided(REPOSITORY, { 'package.json': AFTER })).toMatchObject({
    packages: BASE,
    problem: { cause: 'repository', reason: '404 zod' },
    warning: null,
    lockfile: null,
  })
})

test.each(['machine', 'network'] as const)('what trouble of the %s cut short is installed once more', async (cause) => {
  const trouble = { cause, reason: 'it took too long' }
  current().once = [{ ok: false, ...trouble }]
  expect(await provided(REPOSITORY)).toMatchObject({ packages: BASE, warning: null })
  expect(current().requests).toHaveLength(2)

  current().answers.base = { ok: false, ...trouble }
  expect(await provided(REPOSITORY)).toMatchObject({ packages: null, warning: trouble })
  expect(current().requests).toHaveLength(4)
})

test('a cancelled turn does not wait for the registry', async () => {
  current().answers.base = { ok: false, cause: 'network', reason: 'the package registry answered 503' }
  const { turn, tree } = await current().turnOn(REPOSITORY)
  const providing = providePackages(current().world.ports, turn, { tree, changes: {} }, attempt(1, AbortSignal.timeout(100)))
  await expect(providing).rejects.toMatchObject({ kind: 'cancelled' })
})

test('only packages that the base declares may be missing', async () => {
  await provided(REPOSITORY, { 'package.json': AFTER })
  expect(current().requests).toMatchObject([{ update: true, mayLack: ['react'] }])
})

test('an updated lockfile that can’t be published is returned as leftAlone', async () => {
  current().answers.update = { ok: true, packages: UPDATED, lockfile: null }
  expect(await provided(REPOSITORY, { 'package.json': AFTER })).toMatchObject({ lockfile: null, leftAlone: 'package-lock.json' })
})

test('packages from outside the registry are not even requested', async () => {
  const foreign = '{"dependencies":{"react":"19","x":"https://x.example/x.tgz"}}'
  expect(await provided(REPOSITORY, { 'package.json': foreign })).toMatchObject({
    packages: BASE,
    problem: { cause: 'repository', reason: expect.stringContaining('x@https://x.example') },
  })
  expect(current().requests.map(({ update }) => update)).toEqual([false])
})

test("if the repository's packages can't be installed, the template's are used", async () => {
  current().answers.base = { ok: false, cause: 'repository', reason: 'EBADPLATFORM' }
  expect(await provided(REPOSITORY)).toMatchObject({
    packages: null,
    warning: { cause: 'repository', reason: 'EBADPLATFORM' },
    problem: null,
  })
})

test("a repository without a package.json uses the template's packages", async () => {
  expect(await provided({ 'src/a.ts': '' })).toMatchObject({ packages: null, warning: null, problem: null })
  expect(current().requests).toEqual([])
})

test("a turn without stored package files uses the template's packages", async () => {
  const files = { 'package.json': `{"name":"never-kept-${Date.now()}"}` }
  const turn = await current().world.preparedTurn(files)
  const tree = await readTree(current().world.ports, baseOf(turn))
  expect(await providePackages(current().world.ports, turn, { tree, changes: {} }, attempt())).toMatchObject({ packages: null })
})

test('the pull request lists added packages and the lockfile that contains them', async () => {
  const { tree } = await current().turnOn(REPOSITORY)
  const files = await current().manifestOf({ 'package.json': AFTER })
  expect(await packagesOf(current().world.ports, tree, { ...files, 'package-lock.json': keyOf('x') })).toMatch(
    /`zod@\^4\.0\.0`\. `package-lock\.json` is updated\./,
  )
  expect(await packagesOf(current().world.ports, tree, files)).toMatch(/`package-lock\.json` is not updated/)
  expect(await packagesOf(current().world.ports, tree, await current().manifestOf({ 'src/a.ts': 'x' }))).toBeNull()
})

test('a binary lockfile reaches the package manager byte for byte', async () => {
  await provided({ 'package.json': BEFORE, 'bun.lockb': '\u0000\u00ff' })
  expect(current().requests).toMatchObject([{ manager: { name: 'bun' }, lockfile: 'bun.lockb' }])
  expect(Buffer.from(current().requests[0]?.files['bun.lockb'] ?? '', 'latin1')).toEqual(Buffer.from('\u0000\u00ff'))
})
