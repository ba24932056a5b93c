import { expect, test } from 'vitest'
import { isPathPattern, matchesPattern, wholeMatcher } from '#src/domain/shared/path-patterns.ts'

test.each<[string, string, boolean]>([
  ['src/components', 'src/components/ui/a.tsx', true],
  ['./src/components/', 'src/components/a.tsx', true],
  ['src/components', 'src/components-old/a.tsx', false],
  ['src', 'app/src/a.tsx', false],
  ['src/a.tsx', 'src/a.tsx', true],
  ['packages/*/src', 'packages/web/src/a.tsx', true],
  ['packages/*/src', 'packages/a/b/src/a.tsx', false],
  ['src/*.tsx', 'src/a.tsx', true],
  ['src/*.tsx', 'src/a.ts', false],
  ['src/use-*', 'src/use-it.ts', true],
  ['src/aXa*aXa', 'src/aXa', false],
  ['**/*.stories.tsx', 'a/b/c.stories.tsx', true],
  ['**/*.stories.tsx', 'c.stories.tsx', true],
  ['src/**/ui/*.tsx', 'src/ui/a.tsx', true],
  ['src/**/ui/*.tsx', 'src/a/b/ui/a.tsx', true],
  ['src/**/ui/*.tsx', 'src/a.tsx', false],
  ['docs/**', 'docs/a/b.mdx', true],
  ['*', 'src/a.tsx', true],
  ['', 'src/a.tsx', false],
  ['../src', 'src/a.tsx', false],
  ['a*b*c', 'a1b2c', false],
])('%s covers %s: %s', (pattern, path, covers) => {
  expect(matchesPattern(path, pattern)).toBe(covers)
})

test.each<[string, string, boolean]>([
  ['packages/*', 'packages/web', true],
  ['packages/*', 'packages/web/fixtures', false],
  ['apps/**', 'apps/a/b', true],
  ['apps/web', 'apps/web', true],
  ['!apps', 'apps', false],
])('%s matches %s itself: %s', (pattern, path, is) => {
  expect(wholeMatcher(['other/*', pattern])(path)).toBe(is)
})

test.each<[string, boolean]>([
  ['src', true],
  ['**', true],
  ['**/a*b/*', true],
  ['', false],
  ['.', false],
  ['..', false],
  ['a/**/b/**', false],
  ['a*b*', false],
  ['a**', false],
  ['a\nb', false],
])('%j is a valid pattern: %s', (pattern, is) => {
  expect(isPathPattern(pattern)).toBe(is)
})
