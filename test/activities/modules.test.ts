import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { check } from '#src/activities/checking.ts'
import { packagesOf, provideModules } from '#src/activities/modules.ts'
import { prepare } from '#src/activities/preparing.ts'
import { withModules } from '#src/activities/with-modules.ts'
import { baseOf, openWorkbench, readTree } from '#src/activities/workbench.ts'
import type { Manifest, TurnRecord } from '#src/domain/records.ts'
import type { Installed, PackageRequest } from '#src/ports/packages.ts'
import { compiling } from './compiling.ts'
import { attempt, bytesOf, FILES, keyOf, openWorld } from './world.ts'
import type { World } from './world.ts'

const BEFORE = '{"dependencies":{"react":"19"}}'
const AFTER = '{"dependencies":{"react":"19","zod":"^4.0.0"}}'
const LOCK = '{"lockfileVersion":3}'
const BASE = { id: 'b'.repeat(64), links: {} }
const UPDATED = { id: 'c'.repeat(64), links: {} }

let world: World
const requests: PackageRequest[] = []
let answers: { base: Installed; update: Installed }

beforeAll(async () => {
  world = await openWorld({
    packages: {
      async install(request) {
        requests.push(request)
        return request.update ? answers.update : answers.base
      },
    },
  })
})
afterAll(() => world.close())
beforeEach(() => {
  world.reset()
  requests.length = 0
  answers = { base: { ok: true, modules: BASE, lockfile: null }, update: { ok: true, modules: UPDATED, lockfile: 'the new lockfile' } }
})

/** A turn on a repository with these files, all of which the artifact store has. */
async function turnOn(files: Record<string, string>): Promise<{ turn: TurnRecord; tree: Record<string, string> }> {
  for (const text of Object.values(files)) await world.ports.artifacts.put(bytesOf(text))
  const turn = await world.preparedTurn(files)
  return { turn, tree: Object.fromEntries(Object.entries(files).map(([path, text]) => [path, keyOf(text)])) }
}

async function manifestOf(files: Record<string, string>): Promise<Manifest> {
  const entries = Object.entries(files).map(async ([path, text]) => [path, await world.ports.artifacts.put(bytesOf(text))] as const)
  return Object.fromEntries(await Promise.all(entries))
}

const REPOSITORY = { 'package.json': BEFORE, 'package-lock.json': LOCK, 'src/a.ts': '' }

async function provided(files: Record<string, string>, changes: Record<string, string> = {}) {
  const { turn, tree } = await turnOn(files)
  return provideModules(world.ports, turn, { tree, manifest: await manifestOf(changes) }, attempt())
}

test('the repository’s own packages are installed by its lockfile', async () => {
  expect(await provided(REPOSITORY)).toEqual({ modules: BASE, warning: null, problem: null, added: [], lockfile: null, leftAlone: null })
  expect(requests).toMatchObject([
    {
      manager: 'npm',
      folder: '',
      lockfile: 'package-lock.json',
      update: false,
      files: { 'package.json': BEFORE, 'package-lock.json': LOCK },
    },
  ])
})

test('what the agent adds is installed over the repository’s lockfile, whatever it wrote to that, and the new one is kept', async () => {
  const changes = { 'package.json': AFTER, 'package-lock.json': 'hostile', '.npmrc': 'registry=http://x', 'src/a.ts': 'x' }
  const { modules, added, lockfile } = await provided(REPOSITORY, changes)
  expect({ modules, added }).toEqual({ modules: UPDATED, added: [{ name: 'zod', version: '^4.0.0', section: 'dependencies' }] })
  expect(lockfile).toEqual({ path: 'package-lock.json', artifact: keyOf('the new lockfile') })
  expect(requests).toMatchObject([{ update: true, files: { 'package.json': AFTER, 'package-lock.json': LOCK } }])
  expect(Object.keys(requests[0]?.files ?? {})).toEqual(['package-lock.json', 'package.json'])
})

test('a change of package.json that asks for nothing else installs nothing else', async () => {
  expect(await provided(REPOSITORY, { 'package.json': '{"scripts":{"a":"b"},"dependencies":{"react":"19"}}' })).toMatchObject({
    modules: BASE,
  })
})

test('what can not be added leaves the repository’s packages, and is told', async () => {
  answers.update = { ok: false, reason: '404 zod' }
  expect(await provided(REPOSITORY, { 'package.json': AFTER })).toMatchObject({
    modules: BASE,
    problem: '404 zod',
    warning: null,
    lockfile: null,
  })
})

test('what lies in no registry is not even tried', async () => {
  const foreign = '{"dependencies":{"react":"19","x":"https://x.example/x.tgz"}}'
  expect(await provided(REPOSITORY, { 'package.json': foreign })).toMatchObject({
    modules: BASE,
    problem: expect.stringContaining('x@https://x.example'),
  })
  expect(requests.map(({ update }) => update)).toEqual([false])
})

test('a repository whose packages can not be installed is served with the template’s', async () => {
  answers.base = { ok: false, reason: '401' }
  expect(await provided(REPOSITORY)).toMatchObject({ modules: null, warning: '401', problem: null })
})

test('a lockfile that no tool here can read is named', async () => {
  expect(await provided({ 'package.json': BEFORE, 'bun.lockb': '\0' })).toMatchObject({ modules: BASE, leftAlone: 'bun.lockb' })
  expect(requests).toMatchObject([{ manager: 'npm', lockfile: null }])
})

test('a repository without a package.json has the template’s packages', async () => {
  expect(await provided({ 'src/a.ts': '' })).toMatchObject({ modules: null, warning: null, problem: null })
  expect(requests).toEqual([])
})

test('a turn that was prepared before these files were kept has the template’s packages', async () => {
  const files = { 'package.json': `{"name":"never-kept-${Date.now()}"}` }
  const turn = await world.preparedTurn(files)
  const tree = await readTree(world.ports, baseOf(turn))
  expect(await provideModules(world.ports, turn, { tree, manifest: {} }, attempt())).toMatchObject({ modules: null })
})

test('preparing keeps the files that decide, and installs', async () => {
  world.host.reset({ ...FILES, ...REPOSITORY })
  world.sandboxes.onRun = (command, sandbox) => {
    if (!command.startsWith('find')) return
    const tree = Object.entries(sandbox.texts()).map(([path, text]) => `${keyOf(text)}  ./${path}\0`)
    sandbox.write('.ollio/tree', tree.join(''))
  }
  const turn = await world.openTurn({ number: 4_000 }, { repositoryId: 5_000_000_001, issue: 4_000, k: 1 })
  await prepare(world.ports, { turnId: turn.id }, attempt())
  expect(requests).toMatchObject([{ update: false, labels: { turn: turn.id } }])
  expect(new TextDecoder().decode(await world.ports.artifacts.get(keyOf(LOCK)))).toBe(LOCK)
})

test('commands of a workbench find them, installed when the first one needs them', async () => {
  const { turn } = await turnOn(REPOSITORY)
  const { sandbox } = await openWorkbench(world.ports, turn, await manifestOf({ 'package.json': AFTER }), attempt())
  expect(requests).toEqual([])
  const found: unknown[] = []
  world.sandboxes.onRun = (command, _sandbox, { modules }) => void found.push([command, modules])
  const options = { timeoutMs: 1_000, signal: new AbortController().signal }
  await sandbox.run({ ...options, command: 'one' })
  await sandbox.run({ ...options, command: 'two' })
  expect(found).toEqual([
    ['one', UPDATED.id],
    ['two', UPDATED.id],
  ])
  expect(requests).toHaveLength(1)
})

test('folders with packages of their own are linked once, before the first command', async () => {
  const commands: string[] = []
  world.sandboxes.onRun = (command) => void commands.push(command)
  const sandbox = await world.sandboxes.create('react', { project: 'p', turn: 't', purpose: 'work' })
  const furnished = withModules(sandbox, async () => ({
    id: BASE.id,
    links: { "apps/it's/node_modules": "/modules/apps/it's/node_modules" },
  }))
  for (const command of ['one', 'two']) await furnished.run({ command, timeoutMs: 1_000, signal: new AbortController().signal })
  expect(commands).toEqual([
    expect.stringContaining(`ln -sfn '/modules/apps/it'\\''s/node_modules' 'apps/it'\\''s/node_modules'`),
    'one',
    'two',
  ])
})

async function checked(changes: Record<string, string>) {
  const { turn } = await turnOn({ ...FILES, ...REPOSITORY })
  const modules: unknown[] = []
  const compile = compiling()
  world.sandboxes.onRun = (command, sandbox, options) => {
    if (command.startsWith('/template')) modules.push(options.modules)
    return compile(command, sandbox, options)
  }
  const manifest = await manifestOf(changes)
  const actions = [{ tool: 'finish' as const, args: { summary: 'Done.' } }]
  const step = { number: 1, answer: '', thought: '', actions, manifest, model: 'm', promptTokens: 0, completionTokens: 0, modelMs: 0 }
  await world.ports.projects.keepAnswer(turn.id, step)
  const verdict = await check(world.ports, { turnId: turn.id, number: 1, last: false }, attempt())
  return { verdict, modules, version: await world.ports.projects.versionOfTurn(turn.id), steps: await world.ports.projects.steps(turn.id) }
}

const CARD = {
  'src/components/card.tsx': `import { z } from 'zod'\nexport const Card = () => <p>{z.name}</p>\n`,
  '.ollio/preview.tsx': 'export default () => null\n',
}

test('the check has the packages that were added, says so, and the lockfile is published with them', async () => {
  const { verdict, modules, version } = await checked({ ...CARD, 'package.json': AFTER, 'package-lock.json': 'hostile' })
  expect({ verdict, modules }).toEqual({ verdict: 'stands', modules: [UPDATED.id, UPDATED.id] })
  expect(version?.files['package-lock.json']).toBe(keyOf('the new lockfile'))
  expect(version?.checks[0]).toEqual({ name: 'Packages', outcome: 'passed', detail: 'installed zod@^4.0.0; package-lock.json is updated' })
})

test('what could not be installed goes back to the agent with the reason', async () => {
  answers.update = { ok: false, reason: 'No matching version found for zod@^4.0.0' }
  const { verdict, steps } = await checked({ ...CARD, 'package.json': AFTER })
  expect(verdict).toBe('sent-back')
  expect(JSON.stringify(steps[0]?.observations)).toContain('No matching version found for zod@^4.0.0')
})

test('the pull request says what was added, and which lockfile knows it', async () => {
  const { tree } = await turnOn(REPOSITORY)
  const files = await manifestOf({ 'package.json': AFTER })
  expect(await packagesOf(world.ports, tree, { ...files, 'package-lock.json': keyOf('x') })).toMatch(
    /`zod@\^4\.0\.0`\. `package-lock\.json` is updated\./,
  )
  expect(await packagesOf(world.ports, tree, files)).toMatch(/`package-lock\.json` is not updated/)
  expect(await packagesOf(world.ports, tree, await manifestOf({ 'src/a.ts': 'x' }))).toBeNull()
})
