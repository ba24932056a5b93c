import { expect, test } from 'vitest'
import { checkVersion } from '#src/activities/checks/check-version.ts'
import { prepareTurn } from '#src/activities/agent/prepare-turn.ts'
import { withPackages } from '#src/activities/packages/with-packages.ts'
import { inCheckSandbox } from '#src/activities/agent/turn-sandboxes.ts'
import { openWorkspace } from '#src/activities/agent/workspace.ts'
import { compiling } from '../../support/activities/fake-compiler.ts'
import { AFTER, BASE, LOCK, playingPackages, REPOSITORY, UPDATED } from '../../support/activities/fake-packages.ts'
import { attempt, FILES, keyOf } from '../../support/activities/world.ts'

const current = playingPackages()

test('prepareTurn stores the package files and installs', async () => {
  current().world.host.reset({ ...FILES, ...REPOSITORY })
  current().world.sandboxes.onRun = (command, sandbox) => {
    if (!command.startsWith('find')) return
    const tree = Object.entries(sandbox.texts()).map(([path, text]) => `${keyOf(text)}  ./${path}\0`)
    sandbox.write('.ollio/tree', tree.join(''))
  }
  const turn = await current().world.openTurn({ number: 4_000 }, { repositoryId: 5_000_000_001, issue: 4_000, ordinal: 1 })
  await prepareTurn(current().world.ports, { turnId: turn.id }, attempt())
  expect(current().requests).toMatchObject([{ update: false, labels: { turn: turn.id } }])
  expect(new TextDecoder().decode(await current().world.ports.artifacts.get(keyOf(LOCK)))).toBe(LOCK)
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
    { id: BASE.id, links },
    async (sandbox) => void (await sandbox.run({ ...options, command: 'unpack' })),
    async (sandbox) => sandbox.run({ ...options, command: 'compile' }),
  )
  expect(commands).toEqual(['unpack', expect.stringContaining('ln -sfn'), 'compile'])
})

async function checked(changes: Record<string, string>, last = false) {
  const { turn } = await current().turnOn({ ...FILES, ...REPOSITORY })
  const modules: unknown[] = []
  const compile = compiling()
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
  current().answers.update = { ok: false, reason: 'No matching version found for zod@^4.0.0' }
  const { verdict, steps } = await checked({ ...CARD, 'package.json': AFTER })
  expect(verdict).toBe('sent-back')
  expect(JSON.stringify(steps[0]?.observations)).toContain('No matching version found for zod@^4.0.0')
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
