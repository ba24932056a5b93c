import { expect, test } from 'vitest'
import { isRegistryVersion, isPackageName } from '#src/domain/packages/registry-version.ts'

test.each([
  '^1.2.3',
  '1.x',
  '>=1 <2',
  '>= 1.2',
  '1.0.0 || ^2',
  '1.0.0||2',
  '1.2.3 - 2',
  'latest',
  'next-15',
  '*',
  '',
  'v1.2.3+build.5',
  '~1.2.3-beta.1',
  'workspace:*',
  'workspace:^1.2.0',
  'catalog:',
  'catalog:default',
])('isRegistryVersion accepts %j', (version) => {
  expect(isRegistryVersion(version)).toBe(true)
})

test.each([
  'file:../x',
  'git+ssh://git@x.example/y',
  'https://x.example/y.tgz',
  'acme/shop',
  'npm:other@1',
  'link:.',
  './x',
  '.',
  '..',
  '.x',
  '~/x',
  'x.tgz',
  'x.tar',
  '1.0.0-x.tar.gz',
  'X.TGZ',
  'workspace:../x',
  'workspace:other@*',
  'workspace:.',
  'catalog:../x',
  'C:',
  '1\n2',
  '1.0.0\n',
  'a'.repeat(200),
])('isRegistryVersion rejects %j', (version) => {
  expect(isRegistryVersion(version)).toBe(false)
})

test.each([
  ['react', true],
  ['@acme/ui', true],
  ['JSONStream', true],
  ['socket.io-client', true],
  ['constructor', true],
  ['x/../../packages/a', false],
  ['@acme/../x', false],
  ['@/x', false],
  ['acme/ui', false],
  ['..', false],
  ['.bin', false],
  ['_x', false],
  ['a\\b', false],
  ['Node_Modules', false],
  ['', false],
  ['a\n', false],
  ['a'.repeat(215), false],
])('isPackageName(%j) is %s', (name, expected) => {
  expect(isPackageName(name)).toBe(expected)
})
