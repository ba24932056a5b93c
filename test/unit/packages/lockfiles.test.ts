import { expect, test } from 'vitest'
import { isLockfile, packageFiles } from '#src/domain/packages/lockfiles.ts'

test('packageFiles finds files that affect the install and skips those of tests and tools', () => {
  const paths = ['package.json', 'yarn.lock', '.npmrc', 'README.md', 'apps/web/package.json', 'apps/web/src/index.css', 'docs/yarn.lock']
  const others = ['node_modules/x/package.json', 'test/fixtures/a/package.json', '.github/x/package.json', 'templates/a/package.json']
  expect(packageFiles([...paths, ...others])).toEqual(['.npmrc', 'apps/web/package.json', 'package.json', 'yarn.lock'])
  expect(packageFiles(Array.from({ length: 500 }, (_, index) => `packages/p${index}/package.json`))).toHaveLength(400)
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

test('packageFiles finds patches of packages and settings of Yarn', () => {
  const paths = ['package.json', '.yarnrc.yml', 'patches/react@19.patch', '.yarn/patches/vite.patch', 'src/patches/a.ts', 'docs/a.patch']
  expect(packageFiles(paths)).toEqual(['.yarn/patches/vite.patch', '.yarnrc.yml', 'package.json', 'patches/react@19.patch'])
})
