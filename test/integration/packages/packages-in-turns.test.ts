import { expect, test } from 'vitest'
import { checkVersion } from '#src/activities/checks/check-version.ts'
import { executeCommand } from '#src/activities/agent/execute-command.ts'
import { viewPage } from '#src/activities/agent/view-page.ts'
import { prepareTurn } from '#src/activities/agent/prepare-turn.ts'
import { withPackages } from '#src/activities/packages/with-packages.ts'
import { inCheckSandbox } from '#src/activities/agent/turn-sandboxes.ts'
import { readTurnStart } from '#src/activities/agent/stored-turn-start.ts'
import { openWorkspace } from '#src/activities/agent/workspace.ts'
import { compiling, type Compiler } from '../../support/activities/fake-compiler.ts'
import { AFTER, BASE, LOCK, playingPackages, REPOSITORY, UPDATED } from '../../support/activities/fake-packages.ts'
import type { Installed } from '#src/ports/packages.ts'
import { hashing } from '../../support/activities/hashing.ts'
import { attempt, FILES, keyOf } from '../../support/activities/world.ts'

const current = playingPackages()
let issues = 4_000
const nextIssue = () => (issues += 1)

test('prepareTurn stores the package files and installs', async () => {
  current().world.host.reset({ ...FILES, ...REPOSITORY })
  current().world.sandboxes.onRun = hashing()
  const turn = await current().world.openTurn({ number: 4_000 }, { repositoryId: 5_000_000_001, issue: 4_000, ordinal: 1 })
  await prepareTurn(current().world.ports, { turnId: turn.id }, attempt())
  expect(current().requests).toMatchObject([{ update: false, labels: { turn: turn.id } }])
  expect(new TextDecoder().decode(await current().world.ports.artifacts.get(keyOf(LOCK)))).toBe(LOCK)
})

test.each<[string, Installed, RegExp]>([
  [
    'packages that the registry refuses',
    { ok: true, packages: { ...BASE, unavailable: [{ name: '@acme/ui', status: 404 }] }, lockfile: null },
    /Packages that can't be installed here: @acme\/ui\. In checks and preview, stubs stand in for them/,
  ],
  [
    'packages that can’t be installed at all',
    { ok: false, cause: 'repository', reason: 'EBADPLATFORM' },
    /The declared packages could not be installed here: EBADPLATFORM\./,
  ],
])('the agent is told at the start about %s', async (_what, installed, told) => {
  current().world.host.reset({ ...FILES, ...REPOSITORY })
  current().answers.base = installed
  current().world.sandboxes.onRun = hashing()
  const issue = nextIssue()
  const turn = await current().world.openTurn({ number: issue }, { repositoryId: 5_000_000_001, issue, ordinal: 1 })
  await prepareTurn(current().world.ports, { turnId: turn.id }, attempt())
  const { messages } = await readTurnStart(current().world.ports, await current().world.ports.turns.turn(turn.id))
  expect(messages[0]?.content).toMatch(told)
})

test('commands in a workspace use the packages, which the first command installs', async () => {
  const { turn } = await current().turnOn(REPOSITORY)
  const { sandbox } = await openWorkspace(current().world.ports, turn, await current().manifestOf({ 'package.json': AFTER }), attempt())
  expect(current().requests).toEqual([])
  const found: unknown[] = []
  current().world.sandboxes.onRun = (command, _sandbox, { packages }) => void found.push([command, packages])
  const options = { timeoutMs: 1_000, signal: new AbortController().signal }
  await sandbox.run({ ...options, command: 'one' })
  await sandbox.run({ ...options, command: 'two' })
  expect(found).toEqual([
    ['one', UPDATED.id],
    ['two', UPDATED.id],
  ])
  expect(current().requests).toHaveLength(1)
})

test('folders with their own packages are linked once, before the first command', async () => {
  const commands: string[] = []
  current().world.sandboxes.onRun = (command) => void commands.push(command)
  const sandbox = await current().world.sandboxes.create('react', { project: 'p', turn: 't', purpose: 'work' })
  const furnished = withPackages(sandbox, async () => ({
    id: BASE.id,
    links: { "apps/it's/node_modules": "/modules/apps/it's/node_modules" },
    unavailable: [],
  }))
  for (const command of ['one', 'two']) await furnished.run({ command, timeoutMs: 1_000, signal: new AbortController().signal })
  expect(commands).toEqual([
    expect.stringContaining(`ln -sfn '/modules/apps/it'\\''s/node_modules' 'apps/it'\\''s/node_modules'`),
    'one',
    'two',
  ])
})

test('a check sandbox has its files before packages are linked', async () => {
  const { turn } = await current().turnOn(REPOSITORY)
  const commands: string[] = []
  current().world.sandboxes.onRun = (command) => void commands.push(command)
  const options = { timeoutMs: 1_000, signal: new AbortController().signal }
  const links = { 'apps/web/node_modules': '/modules/apps/web/node_modules' }
  await inCheckSandbox(
    current().world.ports,
    turn,
    { ...BASE, links },
    async (sandbox) => void (await sandbox.run({ ...options, command: 'unpack' })),
    async (sandbox) => sandbox.run({ ...options, command: 'compile' }),
  )
  expect(commands).toEqual(['unpack', expect.stringContaining('ln -sfn'), 'compile'])
})

async function checked(changes: Record<string, string>, last = false, compiler: Compiler = {}) {
  const { turn } = await current().turnOn({ ...FILES, ...REPOSITORY })
  const modules: unknown[] = []
  const compile = compiling(compiler)
  current().world.sandboxes.onRun = (command, sandbox, options) => {
    if (command.startsWith('/template')) modules.push(options.packages)
    return compile(command, sandbox, options)
  }
  const manifest = await current().manifestOf(changes)
  const actions = [{ tool: 'finish' as const, args: { summary: 'Done.' } }]
  const step = {
    number: 1,
    answer: '',
    thought: '',
    toolCalls: actions,
    changes: manifest,
    model: 'm',
    promptTokens: 0,
    completionTokens: 0,
    modelMs: 0,
    prefix: null,
    cut: false,
    withoutPictures: false,
  }
  await current().world.ports.steps.keepAnswer(turn.id, step)
  const verdict = await checkVersion(current().world.ports, { turnId: turn.id, number: 1, last }, attempt())
  return {
    verdict,
    modules,
    version: await current().world.ports.versions.versionOfTurn(turn.id),
    steps: await current().world.ports.steps.steps(turn.id),
  }
}

const CARD = {
  'src/components/card.tsx': `import { z } from 'zod'\nexport const Card = () => <p>{z.name}</p>\n`,
  '.ollio/preview.tsx': 'export default () => null\n',
}

test('the check has the added packages and lists them, and the lockfile is published', async () => {
  const { verdict, modules, version } = await checked({ ...CARD, 'package.json': AFTER, 'package-lock.json': 'hostile' })
  expect({ verdict, modules }).toEqual({ verdict: 'stands', modules: [UPDATED.id, UPDATED.id] })
  expect(version?.files['package-lock.json']).toBe(keyOf('the new lockfile'))
  expect(version?.checks[0]).toEqual({ name: 'Packages', outcome: 'passed', detail: 'installed zod@^4.0.0; package-lock.json is updated' })
})

test('a failed install goes back to the agent with the reason', async () => {
  current().answers.update = { ok: false, cause: 'repository', reason: 'No matching version found for zod@^4.0.0' }
  const { verdict, steps } = await checked({ ...CARD, 'package.json': AFTER })
  expect(verdict).toBe('sent-back')
  expect(JSON.stringify(steps[0]?.observations)).toContain('No matching version found for zod@^4.0.0')
})

const PLAIN = { ...CARD, 'src/components/card.tsx': 'export const Card = () => <p>a</p>\n' }
const BUSY = { ok: false, cause: 'machine', reason: 'it took longer than 600 seconds' } as const
const REASON = 'the packages of the repository could not be installed: it took longer than 600 seconds'

test('if the machine could not install the packages, what fails without them was not run, and the agent is not sent back', async () => {
  current().answers.base = BUSY
  const { verdict, version } = await checked(PLAIN, false, { types: `src/a.ts:1:1: error TS2307: Cannot find module 'zod'` })
  expect(verdict).toBe('stands')
  expect(version?.draft).toBe(true)
  expect(version?.recheckAt).not.toBeNull()
  const outcomes = Object.fromEntries((version?.checks ?? []).map((check) => [check.name, check]))
  expect(outcomes['Packages']).toEqual({
    name: 'Packages',
    outcome: 'not run',
    notRun: { cause: 'machine', required: true },
    detail: 'the repository’s packages could not be installed: it took longer than 600 seconds; checked with Ollio’s own packages',
  })
  expect(outcomes['Types']).toEqual({ name: 'Types', outcome: 'not run', notRun: { cause: 'machine', required: true }, detail: REASON })
  expect(outcomes['Page']).toMatchObject({ outcome: 'passed' })
})

test.each([
  ['machine', 'machine-busy'],
  ['network', 'registry-unavailable'],
] as const)('a build without packages that the %s kept away fails as %s, to be tried again', async (cause, kind) => {
  current().answers.base = { ...BUSY, cause }
  const checking = checked(PLAIN, true, { page: `src/a.ts:1:1: Could not resolve 'zod'` })
  await expect(checking).rejects.toMatchObject({ kind, message: `The page was not built: ${REASON}` })
})

test('problems of the work itself still go back to the agent if packages are missing', async () => {
  current().answers.base = BUSY
  const changes = { ...PLAIN, 'src/other.tsx': `import { x } from 'not-declared'\nexport const y = x\n` }
  const { verdict, steps } = await checked(changes, false, { page: `src/other.tsx:1:1: Could not resolve 'not-declared'` })
  expect(verdict).toBe('sent-back')
  const problems = steps[0]?.observations[0]?.['problems'] as string[]
  expect(problems.map((problem) => problem.split(':')[0])).toEqual(['Imports'])
})

test('a command and a view without packages say that it is not the agent’s fault', async () => {
  current().answers.base = BUSY
  const files = { ...FILES, ...REPOSITORY }
  const { turn } = await current().turnOn(files)
  const changes = await current().manifestOf({ '.ollio/preview.tsx': 'export default () => null\n' })
  const workspace = await openWorkspace(current().world.ports, turn, changes, attempt())
  const told =
    /^The repository’s packages could not be installed, so Ollio’s own .*: it took longer than 600 seconds\. This is not your fault/
  current().world.sandboxes.onRun = compiling()
  const args = { command: 'ls', timeoutSeconds: null }
  const ran = await executeCommand(current().world.ports, workspace, args, changes, attempt())
  expect(ran.observation['packages']).toMatch(told)
  const viewed = await viewPage(current().world.ports, turn, workspace, { width: null }, changes, attempt())
  expect(viewed.observation).toMatchObject({ ok: true, packages: expect.stringMatching(told) })
  current().world.sandboxes.onRun = compiling({ page: `Could not resolve 'zod'` })
  const failed = await viewPage(current().world.ports, turn, workspace, { width: null }, changes, attempt())
  expect(String(failed.observation['error']).split('\n')).toEqual([`Could not resolve 'zod'`, expect.stringMatching(told)])
})

const LACKING = { ...BASE, unavailable: [{ name: '@acme/ui', status: 404 }] }

test('commands get the names of unavailable packages, and stubs for them once, before the first command', async () => {
  const commands: unknown[] = []
  current().world.sandboxes.onRun = (command, _sandbox, { env, packages }) => void commands.push([command, env, packages])
  const sandbox = await current().world.sandboxes.create('react', { project: 'p', turn: 't', purpose: 'work' })
  const furnished = withPackages(sandbox, async () => LACKING)
  for (const command of ['one', 'two']) await furnished.run({ command, timeoutMs: 1_000, signal: new AbortController().signal })
  const env = { OLLIO_UNAVAILABLE: '["@acme/ui"]' }
  expect(commands).toEqual([
    ['/template/compile_page.sh stubs', env, BASE.id],
    ['one', env, BASE.id],
    ['two', env, BASE.id],
  ])
})

test('the pull request names unavailable packages', async () => {
  current().answers.base = { ok: true, packages: LACKING, lockfile: null }
  const { version } = await checked(PLAIN)
  expect(version?.draft).toBe(false)
  expect(version?.checks[0]).toEqual({
    name: 'Packages',
    outcome: 'warning',
    detail: '@acme/ui can’t be installed here (the registry answered 404), so a stub stands in for it in checks and preview',
  })
})

test('a package from outside the registry is never in the published package.json, and the agent is told', async () => {
  const hostile = AFTER.replace('^4.0.0', 'git+https://x.example/zod.git')
  const { verdict, steps } = await checked({ ...CARD, 'package.json': hostile })
  expect(verdict).toBe('sent-back')
  expect(JSON.stringify(steps[0]?.observations)).toContain('only versions from the registry are allowed: zod@git+https://x.example/zod.git')

  const { version } = await checked({ ...CARD, 'package.json': hostile }, true)
  expect(version?.draft).toBe(true)
  expect(Object.keys(version?.files ?? {})).toEqual(['src/components/card.tsx'])
  expect(version?.checks[0]).toMatchObject({ name: 'Packages', outcome: 'failed' })
})
