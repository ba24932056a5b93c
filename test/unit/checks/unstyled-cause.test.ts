import { describe, expect, test } from 'vitest'
import { hasPrefix, mayRead, reachOfConfig, reachOfSheet, withPrefix } from '#src/domain/checks/tailwind-reach.ts'
import { unstyledCause } from '#src/domain/checks/unstyled-cause.ts'
import type { StyleFacts } from '#src/domain/checks/unstyled-cause.ts'
import { expectLinear } from '../../support/linear-time.ts'

const SHEET = 'src/styles/index.css'

test.each<[text: string, prefix: string | null, sources: string[] | null]>([
  ['@import "tailwindcss";', null, null],
  [`@import 'tailwindcss' prefix(tw);`, 'tw:', null],
  [`@import 'tailwindcss' source('../app') prefix( ui );`, 'ui:', ['src/app']],
  [
    `@import url("tailwindcss") source(none);\n@source "./a";\n@source '../b/*.tsx';\n@source not "./c";`,
    null,
    ['src/styles/a', 'src/b/*.tsx'],
  ],
  [`@import "tailwindcss/theme.css";\n@tailwind utilities source(none);`, null, []],
  [`@import 'tailwindcss';\n@source "../more";`, null, null],
])('reachOfSheet reads %j', (text, prefix, sources) => {
  expect(reachOfSheet(SHEET, text)).toEqual({ file: SHEET, prefix, sources })
})

test('reachOfSheet ignores sheets without Tailwind', () => {
  expect(reachOfSheet(SHEET, '.a { --x: prefix(tw) }')).toBeNull()
})

test.each<[config: Record<string, unknown> | null, prefix: string | null, sources: string[] | null]>([
  [null, null, null],
  [{ prefix: '', content: [] }, null, null],
  [{ prefix: 'tw-', content: ['./src/**/*.tsx', '!./src/x', 7, '../shared/*'] }, 'tw-', ['src/**/*.tsx']],
  [{ content: { files: ['index.html'] } }, null, ['index.html']],
])('reachOfConfig reads %j', (config, prefix, sources) => {
  expect(reachOfConfig('tailwind.config.js', config)).toEqual({ file: 'tailwind.config.js', prefix, sources })
})

test.each<[sources: string[] | null, mayBeRead: boolean]>([
  [null, true],
  [[], false],
  [['src/components/**/*.tsx'], false],
  [['src/components/**/*.tsx', 'src/**/*.{ts,tsx}'], true],
  [['src/**/*.{js,jsx}'], false],
  [['src/**/*.js'], false],
  [['src/**/*'], true],
  [['**/*.tsx'], true],
  [['{src,lib}/**/*.tsx'], true],
  [['src/[wx]*/*.tsx'], true],
  [['src/widgets'], true],
  [['src/widget'], false],
  [['src/widgets/card.tsx'], true],
  [[''], true],
])('sources %j may have src/widgets/card.tsx: %s', (sources, mayBeRead) => {
  expect(mayRead({ prefix: null, file: SHEET, sources }, 'src/widgets/card.tsx')).toBe(mayBeRead)
})

test.each([
  ['p-4', 'tw:', 'tw:p-4'],
  ['hover:p-4', 'tw:', 'tw:hover:p-4'],
  ['p-4', 'tw-', 'tw-p-4'],
  ['md:hover:p-4', 'tw-', 'md:hover:tw-p-4'],
])('%s with the prefix %s is %s', (name, prefix, expected) => {
  expect(withPrefix(name, prefix)).toBe(expected)
  expect([hasPrefix(name, prefix), hasPrefix(expected, prefix)]).toEqual([false, true])
})

describe('the cause of missing classes', () => {
  const missing = ['hover:p-4', 'p-4', 'm-2', 'card'].map((name) => ({ path: 'src/widgets/card.tsx', line: 1, name, module: null }))
  const reach = { file: SHEET, prefix: null, sources: null }

  test.each<[cause: string, facts: StyleFacts]>([
    ['uses the prefix `tw:` (src/styles/index.css): write `tw:p-4` instead of `p-4`.', { sheets: {}, reach: { ...reach, prefix: 'tw:' } }],
    ["src/a.css defines them, but the built page doesn't load it", { sheets: { 'src/a.css': '.card, .p-4 {}' }, reach: null }],
    ['src/a.module.css defines them, but it is a CSS module', { sheets: { 'src/a.module.css': '.card, .p-4 {}' }, reach }],
    ['The repository has no Tailwind', { sheets: { 'src/a.css': '.card {}' }, reach: null }],
    [
      "No class of src/widgets/** is in Tailwind's sources: src/styles/index.css has src/app, lib/*.js.",
      { sheets: {}, reach: { ...reach, sources: ['src/app', 'lib/*.js'] } },
    ],
    ['src/styles/index.css has none in the repository.', { sheets: {}, reach: { ...reach, sources: [] } }],
    ['Tailwind makes no rule for names that it does not know', { sheets: {}, reach: { ...reach, sources: ['src/**'] } }],
  ])('the cause of missing classes may be: %s', (cause, facts) => {
    expect(unstyledCause(missing, facts)).toContain(cause)
  })

  test('the cause of missing classes is no prefix if they have it', () => {
    const named = missing.map((use) => ({ ...use, name: `tw:${use.name}` }))
    expect(unstyledCause(named, { sheets: {}, reach: { ...reach, prefix: 'tw:' } })).toContain('does not know')
  })

  test('the cause of missing classes of a CSS module is that module', () => {
    expect(unstyledCause([{ path: 'a.tsx', line: 1, name: 'crad', module: 'a.module.css' }], { sheets: {}, reach })).toContain(
      'CSS modules',
    )
  })
})

test.each(['@import "tailwindcss" ', '@source "a" ', '@source ', 'source(', 'prefix(', 'prefix(a', ' ', '@tailwind '])(
  'the Tailwind of a sheet of 50,000 times %j is read in linear time',
  async (piece) => {
    await expect(
      expectLinear(
        50_000,
        (times) => `@tailwind utilities ${piece.repeat(times)}`,
        (text) => reachOfSheet(SHEET, text),
      ),
    ).resolves.toBeUndefined()
  },
)
