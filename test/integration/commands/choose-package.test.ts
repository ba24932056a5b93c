import { beforeEach, describe, expect, test } from 'vitest'
import { admitCommand } from '#src/activities/commands/admit-command.ts'
import { fixedReplyText } from '#src/domain/messages/reply.ts'
import type { Command } from '#src/domain/commands/command-message.ts'
import type { ParsedCommand } from '#src/domain/commands/parse-command.ts'
import { repositoryOf } from '../../support/activities/fixture-repositories.ts'
import { ADDRESS, commandMessage, useWorld } from '../../support/activities/world.ts'

const world = useWorld()
beforeEach(() => {
  world.reset()
  issue += 1
})

let issue = 50
const generate = (folder?: string): ParsedCommand => ({
  name: 'generate',
  prompt: 'a card',
  cut: false,
  ...(folder === undefined ? {} : { package: folder }),
})
const admitted = (command: ParsedCommand = generate(), changes: Partial<Command> = {}) =>
  admitCommand(world.ports, { message: commandMessage({ command, number: issue, ...changes }) })
const turnIn = (packageFolder: string) => ({ verdict: 'turn', begins: true, packageFolder, baseBranch: 'main' })
const answered = (answer: object) => ({ verdict: 'answer', answer })

/** Gives the default branch the files of a kind of repository, plus `more`. */
async function host(kind: string, more: Record<string, string> = {}): Promise<void> {
  world.host.reset({ ...(await repositoryOf(kind)), ...more })
}

test.each<[string, string | null]>([
  ['vite-tailwind-4', ''],
  ['next-app', ''],
  ['next-pages', ''],
  ['tailwind-3', ''],
  ['css-modules', ''],
  ['javascript', ''],
  ['react-18', ''],
  ['empty', ''],
  ['monorepo-pnpm', 'apps/dashboard'],
  ['vue', null],
  ['readme-only', null],
])('a command in a repository of the kind %s works in the folder %j', async (kind, folder) => {
  await host(kind)
  expect(await admitted()).toEqual(folder === null ? answered({ about: 'unsupported' }) : turnIn(folder))
  expect(await world.ports.ledger.summary(ADDRESS.repositoryId, 1)).toBeNull()
})

describe('if several packages use React', () => {
  test('if several packages use React and none is named, all are listed and no credits are taken', async () => {
    await host('monorepo-npm')
    expect(await admitted()).toEqual(answered({ about: 'several-packages', packages: ['packages/ui', 'packages/web'] }))
    const text = fixedReplyText({ about: 'several-packages', packages: ['packages/ui', 'packages/web'] })
    expect(text).toContain('/ollio generate --package packages/ui ')
    expect(text).toContain('- `packages/web`')
    expect(text).toContain('No credits were taken')
  })

  test.each([
    ['packages/web', 'packages/web'],
    ['./packages/ui/', 'packages/ui'],
    ['/packages/ui', 'packages/ui'],
    ['.', ''],
  ])('the command chooses: %s', async (asked, folder) => {
    await host('monorepo-npm', { '.github/ollio.yml': 'package: packages/server\n' })
    expect(await admitted(generate(asked))).toEqual(turnIn(folder))
  })

  test('if several packages use React and the command names none, the configuration chooses', async () => {
    await host('monorepo-npm', { '.github/ollio.yml': 'package: packages/web\n' })
    expect(await admitted()).toEqual(turnIn('packages/web'))
  })

  test('if several packages use React and the command names none, the current project chooses', async () => {
    await host('monorepo-npm')
    const turn = await world.openTurn({ number: issue, packageFolder: 'packages/web' }, { ...ADDRESS, issue })
    expect(turn.project.packageFolder).toBe('packages/web')
    expect(await admitted()).toEqual(turnIn('packages/web'))
    expect(await admitted({ name: 'refine', prompt: 'bigger', cut: false })).toEqual({ ...turnIn('packages/web'), begins: false })
    expect(await admitted(generate('packages/ui'))).toEqual(turnIn('packages/ui'))
    await world.ports.projects.endProject({ ...ADDRESS, issue }, { merged: true })
    expect(await admitted()).toMatchObject({ answer: { about: 'several-packages' } })
  })
})

test.each(['packages/none', 'packages/server', '../..', 'packages/web/src', 'a`b', 'x'.repeat(200)])(
  'a folder without a package that uses React is refused: %s',
  async (folder) => {
    await host('monorepo-npm')
    expect(await admitted(generate(folder))).toEqual(answered({ about: 'no-such-package', folder }))
    expect(fixedReplyText({ about: 'no-such-package', folder })).toContain('No credits were taken')
  },
)

test('a configured package that does not exist is named in the reply', async () => {
  await host('monorepo-npm', { '.github/ollio.yml': 'package: packages/gone\n' })
  expect(await admitted()).toEqual(answered({ about: 'no-such-package', folder: 'packages/gone' }))
})

test('a mistake in the configuration is reported with its line, before credits are taken', async () => {
  await host('vite-tailwind-4', { '.github/ollio.yml': '# ours\npakage: web\n' })
  const problem = 'line 2: unknown key “pakage”. Did you mean “package”?'
  expect(await admitted()).toEqual(answered({ about: 'invalid-config', problem }))
  expect(fixedReplyText({ about: 'invalid-config', problem })).toMatch(/ollio\.yml.*line 2.*No credits were taken/)
  expect(await admitted({ name: 'help' })).toEqual(answered({ about: 'help' }))
})

const REACT = '{"dependencies":{"react":"19.0.0"}}'

test.each<[string, Record<string, string>, object]>([
  ['one app in a folder', { 'server/package.json': '{}', 'client/package.json': REACT }, turnIn('client')],
  [
    'one app, and a server at the root',
    { 'package.json': '{"dependencies":{"express":"5"}}', 'frontend/package.json': REACT },
    turnIn('frontend'),
  ],
  [
    'several apps in folders',
    { 'apps/admin/package.json': REACT, 'apps/shop/package.json': REACT, 'node_modules/x/package.json': REACT },
    answered({ about: 'several-packages', packages: ['apps/admin', 'apps/shop'] }),
  ],
  ['an app at the root, and others beside it', { 'package.json': REACT, 'examples/a/package.json': REACT }, turnIn('')],
])('without a workspace, a repository with %s is understood', async (_what, files, expected) => {
  world.host.reset({ 'README.md': '# Shop\n', ...files })
  expect(await admitted()).toEqual(expected)
})

test('a huge workspace is read only up to the limit', async () => {
  const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`packages/p${1_000 + index}/package.json`, '{}']))
  await host('empty', { ...many, 'package.json': '{"workspaces":["packages/*"],"dependencies":{"react":"19"}}' })
  const before = world.codeHost.calls('readFile')
  expect(await admitted()).toEqual(turnIn(''))
  expect(world.codeHost.calls('readFile') - before).toBeLessThan(70)
})

test('a workspace file that can’t be parsed has no packages', async () => {
  await host('empty', { 'pnpm-workspace.yaml': 'packages: [' })
  expect(await admitted()).toEqual(turnIn(''))
})
