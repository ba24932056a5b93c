import { expect, test } from 'vitest'
import { installPlan, type InstallPlan } from '#src/domain/packages/install-plan.ts'

const ROOT = { 'package.json': '{}' }
const WORKSPACES = { 'package.json': '{"workspaces":["apps/*"]}', 'apps/web/package.json': '{}', 'other/package.json': '{}' }
const NPM = { name: 'npm', version: '11.21.2' } as const

test.each<[string, Record<string, string>, string, Partial<InstallPlan>]>([
  ['no lockfile', ROOT, '', { manager: NPM, folder: '', lockfile: null, files: ['package.json'], scope: null }],
  [
    'npm',
    { ...ROOT, 'package-lock.json': '' },
    '',
    { manager: NPM, lockfile: 'package-lock.json', files: ['package-lock.json', 'package.json'] },
  ],
  [
    'pnpm',
    { ...ROOT, 'pnpm-lock.yaml': "lockfileVersion: '6.0'\n", '.npmrc': '' },
    '',
    { manager: { name: 'pnpm', version: '8.15.9' }, lockfile: 'pnpm-lock.yaml', files: ['.npmrc', 'package.json', 'pnpm-lock.yaml'] },
  ],
  ['Bun, as it was', { ...ROOT, 'bun.lockb': '' }, '', { manager: { name: 'bun', version: '1.4.5' }, lockfile: 'bun.lockb' }],
  ['two lockfiles', { ...ROOT, 'yarn.lock': '', 'package-lock.json': '' }, '', { manager: NPM, lockfile: 'package-lock.json' }],
  [
    'a manager without a lockfile',
    { 'package.json': '{"packageManager":"yarn@4.9.1"}' },
    '',
    { manager: { name: 'yarn', version: '4.9.1' }, lockfile: null },
  ],
  [
    'workspaces',
    WORKSPACES,
    'apps/web',
    { folder: '', files: ['apps/web/package.json', 'other/package.json', 'package.json'], scope: ['apps/web'] },
  ],
  [
    'workspaces of pnpm',
    { ...ROOT, 'pnpm-workspace.yaml': "packages:\n  - 'a'\n", 'a/package.json': '{}' },
    'a',
    { folder: '', files: ['a/package.json', 'package.json', 'pnpm-workspace.yaml'], scope: ['a'] },
  ],
  [
    'a package that does not belong to the workspace',
    { ...WORKSPACES, 'package-lock.json': '', 'examples/shop/package.json': '{}' },
    'examples/shop',
    { folder: 'examples/shop', lockfile: null, files: ['examples/shop/package.json'], scope: null },
  ],
  [
    'packages that know nothing of each other',
    { ...ROOT, 'web/package.json': '{}', 'web/yarn.lock': '# yarn lockfile v1\n' },
    'web',
    {
      manager: { name: 'yarn', version: '1.22.22' },
      folder: 'web',
      lockfile: 'web/yarn.lock',
      files: ['web/package.json', 'web/yarn.lock'],
    },
  ],
  ['nothing at the root', { 'web/package.json': '{}' }, 'web', { folder: 'web', files: ['web/package.json'] }],
  ['a package that is not there', ROOT, 'nowhere', { folder: '' }],
  ['a package.json that is none', { 'package.json': '{' }, '', { manager: NPM, files: ['package.json'] }],
])('installPlan for %s', (_kind, texts, packageFolder, expected) => {
  expect(installPlan(texts, packageFolder)).toMatchObject(expected)
})

test('installPlan returns null without a package.json', () => {
  expect(installPlan({ 'yarn.lock': '' })).toBeNull()
})

test('installPlan covers the package that is worked on and the packages of the workspace that it needs', () => {
  const texts = {
    'package.json': '{"workspaces":{"packages":["apps/*","packages/*"]}}',
    'apps/web/package.json': '{"name":"web","dependencies":{"@x/ui":"*","react":"19"}}',
    'apps/docs/package.json': '{"name":"docs","dependencies":{"@x/ui":"*"}}',
    'packages/ui/package.json': '{"name":"@x/ui","peerDependencies":{"react":"*"},"devDependencies":{"@x/config":"workspace:*"}}',
    'packages/config/package.json': '{"name":"@x/config","dependencies":{"@x/ui":"*"}}',
  }
  expect(installPlan(texts, 'apps/web')?.scope).toEqual(['apps/web', 'packages/config', 'packages/ui'])
  expect(installPlan(texts, '')?.scope).toBeNull()
})
