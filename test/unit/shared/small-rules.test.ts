import { parseSync } from 'oxc-parser'
import { describe, expect, test } from 'vitest'
import { contentTypeOf } from '#src/domain/preview/content-type.ts'
import { editText } from '#src/domain/agent/edit-text.ts'
import { fallbackPreview } from '#src/domain/preview/fallback-preview.ts'
import { lastSummary } from '#src/domain/agent/last-summary.ts'
import { firstOfNextMonth, monthOf } from '#src/domain/credits/months.ts'
import { importedPackage } from '#src/domain/packages/imported-package.ts'
import { byTimeWritten } from '#src/domain/projects/turn-order.ts'
import { undeclaredImports } from '#src/domain/checks/undeclared-imports.ts'
import { workspacePath } from '#src/domain/shared/workspace-path.ts'

test.each<[string, string, string]>([
  ['2026-11-24T14:00:00.000Z', '2026-11', '2026-12-01T00:00:00.000Z'],
  ['2026-12-31T23:59:59.999Z', '2026-12', '2027-01-01T00:00:00.000Z'],
  ['2027-01-01T00:00:00.000Z', '2027-01', '2027-02-01T00:00:00.000Z'],
  ['2028-02-29T12:00:00.000Z', '2028-02', '2028-03-01T00:00:00.000Z'],
  ['2026-01-31T12:00:00.000Z', '2026-01', '2026-02-01T00:00:00.000Z'],
  ['2026-12-31T23:30:00.000-05:00', '2027-01', '2027-02-01T00:00:00.000Z'],
])('months are counted in UTC: %s', (moment, month, next) => {
  expect(monthOf(new Date(moment))).toBe(month)
  expect(firstOfNextMonth(new Date(moment)).toISOString()).toBe(next)
})

describe('a path from the model stays in the workspace', () => {
  test.each<[string, string | null]>([
    ['src/a.tsx', 'src/a.tsx'],
    ['./src//a.tsx', 'src/a.tsx'],
    ['/workspace/src/a.tsx', 'src/a.tsx'],
    ['/workspace', ''],
    ['/workspaces/a', 'workspaces/a'],
    ['/src/a.tsx', 'src/a.tsx'],
    [' src/a.tsx ', 'src/a.tsx'],
    ['src/./a/', 'src/a'],
    ['', ''],
    ['.', ''],
    ['src/..a.tsx', 'src/..a.tsx'],
    ['..', null],
    ['src/../a.tsx', null],
    ['/workspace/../etc/passwd', null],
    ['src\\components\\a.tsx', 'src/components/a.tsx'],
    ['src\\..\\a.tsx', null],
    ['src/a\0.tsx', null],
    ['src/a\n.tsx', null],
    ['src/a\u0085.tsx', null],
    ['src/a\ud800.tsx', null],
    ['src/日本 語.tsx', 'src/日本 語.tsx'],
    [`src/${'a'.repeat(121)}`, null],
    ['a/'.repeat(25), null],
    ['a/'.repeat(24), 'a/'.repeat(24).slice(0, -1)],
  ])('%j', (path, clean) => {
    expect(workspacePath(path)).toBe(clean)
  })
})

describe('an edit replaces exactly one place', () => {
  test.each<[string, string, string, string]>([
    ['a b c', 'b', 'x', 'a x c'],
    ['a b c', 'b', '', 'a  c'],
    ['price', 'price', '$& $1 $`', '$& $1 $`'],
    ['a\r\nb', '\r\n', '\n', 'a\nb'],
    ['one', 'one', 'One', 'One'],
    ['前後', '後', '中', '前中'],
  ])('%j: %j to %j', (text, find, replace, after) => {
    expect(editText(text, find, replace)).toEqual({ ok: true, text: after })
  })

  test.each<[string, string, string]>([
    ['abc', '', 'empty'],
    ['abc', 'd', 'does not occur'],
    ['', 'a', 'does not occur'],
    ['a a', 'a', '2 times'],
    ['aaa', 'aa', '2 times'],
    ['a'.repeat(1_000_000), 'a', '100 times'],
  ])('an edit that doesn’t match exactly once returns an error', (text, find, error) => {
    expect(editText(text, find, 'x')).toEqual({ ok: false, error: expect.stringContaining(error) })
  })
})

test.each<[string, string | null]>([
  ['react', 'react'],
  ['react/jsx-runtime', 'react'],
  ['@radix-ui/react-tabs', '@radix-ui/react-tabs'],
  ['@radix-ui/react-tabs/dist/a', '@radix-ui/react-tabs'],
  ['./card', null],
  ['../card', null],
  ['.', null],
  ['/logo.svg', null],
  ['#lib/cn', null],
  ['@/lib/cn', null],
  ['~lib', null],
  ['~lib/cn', '~lib'],
  ['node:fs', null],
  ['fs', 'fs'],
  ['data:text/javascript,1', null],
  ['https://esm.example/react', 'https://esm.example/react'],
])('finds the package of the import %s', (specifier, name) => {
  expect(importedPackage(specifier, ['@/*', '~lib'])).toBe(name)
})

test('an import that an alias matches has no package, unless the alias matches everything', () => {
  expect(importedPackage('react', ['*'])).toBe('react')
  expect(importedPackage('react', ['re*'])).toBeNull()
  expect(importedPackage('react', ['react'])).toBeNull()
})

test('lists each import of an undeclared package with its place', () => {
  const imports = [
    { path: 'src/a.tsx', line: 1, specifier: 'react' },
    { path: 'src/a.tsx', line: 2, specifier: 'framer-motion/client' },
    { path: 'src/b.tsx', line: 9, specifier: '@/lib/cn' },
    { path: 'src/b.tsx', line: 10, specifier: 'https://esm.example/x' },
  ]
  expect(undeclaredImports(imports, ['react'], ['@/*'])).toEqual([
    { path: 'src/a.tsx', line: 2, level: 'failure', message: '"framer-motion" is imported but not declared in package.json' },
    { path: 'src/b.tsx', line: 10, level: 'failure', message: '"https://esm.example/x" is imported but not declared in package.json' },
  ])
  expect(undeclaredImports([], [], [])).toEqual([])
})

test('commands are sorted by time, then kind, then id, whatever order they arrived in', () => {
  const ordered = [
    { writtenAt: '2026-11-24T10:00:00Z', kind: 'review', id: 9 },
    { writtenAt: '2026-11-24T10:00:01Z', kind: 'comment', id: 5 },
    { writtenAt: '2026-11-24T11:00:01+01:00', kind: 'comment', id: 30 },
    { writtenAt: '2026-11-24T10:00:01Z', kind: 'issue', id: 1 },
    { writtenAt: '2026-11-24T10:00:01Z', kind: 'review-comment', id: 2 },
  ] as const
  for (const shuffled of [ordered.toReversed(), [ordered[3], ordered[0], ordered[4], ordered[2], ordered[1]]]) {
    expect(shuffled.toSorted(byTimeWritten)).toEqual(ordered)
  }
  expect(byTimeWritten(ordered[0], ordered[0])).toBe(0)
  expect(byTimeWritten({ ...ordered[1], writtenAt: 'never' }, { ...ordered[2], writtenAt: 'never' })).toBeLessThan(0)
})

test('the last summary is that of the last finish', () => {
  const finish = (summary: string) => ({ tool: 'finish' as const, args: { summary } })
  expect(lastSummary([])).toBeNull()
  expect(lastSummary([{ toolCalls: [{ tool: 'invalid', named: 'x', problem: 'y' }] }])).toBeNull()
  expect(lastSummary([{ toolCalls: [finish('first')] }, { toolCalls: [] }, { toolCalls: [finish('second')] }, { toolCalls: [] }])).toBe(
    'second',
  )
})

test.each<[string, string]>([
  ['index.html', 'text/html; charset=utf-8'],
  ['assets/app-1a2b.js', 'text/javascript; charset=utf-8'],
  ['assets/APP.CSS', 'text/css; charset=utf-8'],
  ['fonts/inter.woff2', 'font/woff2'],
  ['logo.svg', 'image/svg+xml'],
  ['LICENSE', 'application/octet-stream'],
  ['a.exe', 'application/octet-stream'],
  ['a.constructor', 'application/octet-stream'],
  ['', 'application/octet-stream'],
])('the media type of %j is %s', (path, type) => {
  expect(contentTypeOf(path)).toBe(type)
})

test.each([[[]], [['src/components/card.tsx']], [['src/a.tsx', 'src/b/c.jsx', 'src/it"s`${odd}.tsx', "src/d'.tsx"]]])(
  'the fallback preview of %j is a module that imports each of them',
  (paths) => {
    const source = fallbackPreview(paths)
    const { errors, module } = parseSync('preview.tsx', source)
    expect(errors).toEqual([])
    expect(module.staticImports.map(({ moduleRequest }) => moduleRequest.value)).toEqual([
      'react',
      'react',
      ...paths.map((path) => `../${path.slice(0, -4)}`),
    ])
    expect(module.staticExports.flatMap(({ entries }) => entries.map(({ exportName }) => exportName.kind))).toEqual(['Default'])
  },
)
