import { expect, test } from 'vitest'
import { forInstall, installPlan, isLockfile, packageFiles, type InstallPlan } from '#src/domain/packages/lockfiles.ts'

const ROOT = { 'package.json': '{}' }
const WORKSPACES = { 'package.json': '{"workspaces":["apps/*"]}', 'apps/web/package.json': '{}', 'other/package.json': '{}' }

test.each<[string, Record<string, string>, string, Partial<InstallPlan>]>([
  ['no lockfile', ROOT, '', { manager: 'npm', folder: '', lockfile: null, leftAlone: null, files: ['package.json'] }],
  [
    'npm',
    { ...ROOT, 'package-lock.json': '' },
    '',
    { manager: 'npm', lockfile: 'package-lock.json', files: ['package-lock.json', 'package.json'] },
  ],
  [
    'pnpm',
    { ...ROOT, 'pnpm-lock.yaml': '', '.npmrc': '' },
    '',
    { manager: 'pnpm', lockfile: 'pnpm-lock.yaml', files: ['.npmrc', 'package.json', 'pnpm-lock.yaml'] },
  ],
  ['Yarn 1', { ...ROOT, 'yarn.lock': '# yarn lockfile v1\n' }, '', { manager: 'yarn', lockfile: 'yarn.lock', leftAlone: null }],
  [
    'Yarn 4',
    { ...ROOT, 'yarn.lock': '\n__metadata:\n  version: 8\n' },
    '',
    { manager: 'npm', lockfile: null, leftAlone: 'yarn.lock', files: ['package.json'] },
  ],
  ['Bun', { ...ROOT, 'bun.lock': '{}' }, '', { manager: 'npm', lockfile: null, leftAlone: 'bun.lock' }],
  ['Bun, as it was', { ...ROOT, 'bun.lockb': '' }, '', { manager: 'npm', lockfile: null, leftAlone: 'bun.lockb' }],
  ['two lockfiles', { ...ROOT, 'yarn.lock': '', 'package-lock.json': '' }, '', { manager: 'npm', lockfile: 'package-lock.json' }],
  ['workspaces', WORKSPACES, 'apps/web', { folder: '', files: ['apps/web/package.json', 'other/package.json', 'package.json'] }],
  [
    'workspaces of pnpm',
    { ...ROOT, 'pnpm-workspace.yaml': '', 'a/package.json': '{}' },
    'a',
    { folder: '', files: ['a/package.json', 'package.json', 'pnpm-workspace.yaml'] },
  ],
  [
    'packages that know nothing of each other',
    { ...ROOT, 'web/package.json': '{}', 'web/yarn.lock': '' },
    'web',
    { manager: 'yarn', folder: 'web', lockfile: 'web/yarn.lock', files: ['web/package.json', 'web/yarn.lock'] },
  ],
  ['nothing at the root', { 'web/package.json': '{}' }, 'web', { folder: 'web', files: ['web/package.json'] }],
  ['a package that is not there', ROOT, 'nowhere', { folder: '' }],
  ['a package.json that is none', { 'package.json': '{' }, '', { manager: 'npm', files: ['package.json'] }],
])('installPlan for %s', (_kind, texts, packageFolder, expected) => {
  expect(installPlan(texts, packageFolder)).toMatchObject(expected)
})

test('installPlan returns null without a package.json', () => {
  expect(installPlan({ 'yarn.lock': '' })).toBeNull()
})

test('packageFiles finds files that affect the install and skips those of tests and tools', () => {
  const paths = ['package.json', 'yarn.lock', '.npmrc', 'README.md', 'apps/web/package.json', 'apps/web/src/index.css', 'docs/yarn.lock']
  const others = ['node_modules/x/package.json', 'test/fixtures/a/package.json', '.github/x/package.json', 'templates/a/package.json']
  expect(packageFiles([...paths, ...others])).toEqual(['.npmrc', 'apps/web/package.json', 'package.json', 'yarn.lock'])
  expect(packageFiles(Array.from({ length: 500 }, (_, index) => `packages/p${index}/package.json`))).toHaveLength(200)
})

test.each([
  ['package-lock.json', true],
  ['apps/web/pnpm-lock.yaml', true],
  ['yarn.lock', true],
  ['bun.lockb', true],
  ['package.json', false],
  ['src/yarn.lock.ts', false],
  ['my-package-lock.json', false],
])('isLockfile(%s) is %s', (path, expected) => {
  expect(isLockfile(path)).toBe(expected)
})

test.each([
  [
    '.npmrc',
    'legacy-peer-deps=true\nregistry=https://x.example/\n//x.example/:_authToken=abc\nnode-options=--require ./x.js\n',
    'legacy-peer-deps=true\n',
  ],
  ['web/.npmrc', '@acme:registry=https://x.example/\ncafile=/etc/passwd\nscript-shell=/bin/x\nproxy=http://x', '\n'],
  [
    'package.json',
    '{"name":"x","packageManager":"pnpm@1.0.0","devEngines":{"runtime":{"name":"node"}},"engines":{"node":"1"}}',
    '{"name":"x","engines":{"node":"1"}}',
  ],
  [
    'package.json',
    '{"name":"x/../y","dependencies":{"x/../../packages/a":"1","@acme/ui":"2"},"optionalDependencies":{"..":"1"},"workspaces":["a"]}',
    '{"dependencies":{"@acme/ui":"2"},"optionalDependencies":{},"workspaces":["a"]}',
  ],
  ['package.json', '{"dependencies":["x"]}', '{"dependencies":["x"]}'],
  ['package.json', '{', '{'],
  ['pnpm-workspace.yaml', 'packages: [a]', 'packages: [a]'],
])('forInstall cleans %s', (path, text, expected) => {
  expect(forInstall(path, text)).toBe(expected)
})

test('forInstall leaves packages out of every section', () => {
  const sections = {
    dependencies: { a: '1', b: '1' },
    devDependencies: { b: '1' },
    peerDependencies: { b: '*' },
    optionalDependencies: { b: '1' },
  }
  expect(JSON.parse(forInstall('apps/web/package.json', JSON.stringify({ version: '1.0.0', ...sections }), new Set(['b'])))).toEqual({
    ...{ version: '1.0.0', dependencies: { a: '1' }, devDependencies: {}, peerDependencies: {}, optionalDependencies: {} },
  })
})
