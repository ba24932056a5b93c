import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Compiler, openCompiler, smallWith, type Workspace } from '../../support/preview/compile-page.ts'

const STYLES = 'src/styles.css'

let compiler: Compiler
beforeAll(async () => {
  compiler = await openCompiler()
})
afterAll(() => compiler.close())

/** The built stylesheet. */
async function stylesOf(changes: Workspace, stylesheet: string | null = STYLES): Promise<string> {
  const { page, built } = await compiler.compile(smallWith(changes), stylesheet)
  expect(page).toEqual([0])
  return built['assets/index-*.css'] ?? ''
}

test.each([
  ['is missing', null, `${STYLES}: is missing, so the page has no styles`],
  ['is cut off', `@import 'tailwindcss';\n.a { color: red\n`, `${STYLES}: Missing closing } at .a`],
  [
    'applies what there is not',
    `@import 'tailwindcss';\n.a { @apply no-such-class; }\n`,
    `${STYLES}: Cannot apply unknown utility class \`no-such-class\``,
  ],
  ['imports what there is not', `@import 'tailwindcss';\n@import './none.css';\n`, `${STYLES}: Can't resolve './none.css' in 'src'`],
])('a stylesheet that %s is reported', async (_what, text, reason) => {
  const { types, page, left } = await compiler.compile(smallWith({ [STYLES]: text }), STYLES)
  expect({ types, page, left }).toEqual({ types: [0], page: [1, reason], left: [] })
})

test('without a stylesheet the page has Tailwind', async () => {
  const styles = await stylesOf({}, null)
  expect(styles).toContain('tailwindcss v4')
  expect(styles).toContain('.p-4{')
})

test('plain CSS is unchanged', async () => {
  expect(await stylesOf({ [STYLES]: '.p-4 { color: red }\n' })).toBe('.p-4{color:red}\n')
})

test('a comment about Tailwind does not add it', async () => {
  expect(await stylesOf({ [STYLES]: `/* @import 'tailwindcss' */\n.a { color: red }\n` })).toBe('.a{color:red}\n')
})

test.each([
  ['in the stylesheet', { [STYLES]: `@import 'tailwindcss';\n` }],
  [
    'in one that it imports',
    {
      [STYLES]: `@import './base.css';\n`,
      'src/base.css': `@import "./deep/theme.css";\n`,
      'src/deep/theme.css': `@import 'tailwindcss' layer(base);\n`,
    },
  ],
  ['by its parts', { [STYLES]: `@import 'tailwindcss/theme.css' layer(theme);\n@import 'tailwindcss/utilities.css' layer(utilities);\n` }],
])('Tailwind is found %s, with the classes of the sources and no others', async (_where, styles: Workspace) => {
  const others = { 'lib/used.ts': `export const used = 'pb-5'\n`, 'top.tsx': `export const top = 'pt-6'\n` }
  const made = Object.fromEntries(
    ['dist', 'build', 'out', 'public', 'docs', 'coverage'].map((folder) => [`${folder}/made.js`, `"text-lime-300"`]),
  )
  const css = await stylesOf({ ...styles, ...others, ...made, 'README.md': 'Use `text-lime-300`.', '.hidden/made.js': '"text-lime-300"' })
  for (const used of ['.p-4{', '.pb-5{', '.pt-6{']) expect(css).toContain(used)
  expect(css).not.toContain('text-lime-300')
})

test.each([
  [
    'beside Tailwind',
    `@import url('https://fonts.example/css?family=A;B&x="');\n@import "https://cdn.example/y.css" screen;\n@import 'tailwindcss';\n.a { color: red }\n`,
  ],
  ['in plain CSS', `@import url(https://fonts.example/a.css);\n@import url(//cdn.example/y.css) screen;\n.a { color: red }\n`],
])('external imports in a stylesheet are removed %s', async (_where, text) => {
  const css = await stylesOf({ [STYLES]: text })
  expect(css).toContain('.a{color:red}')
  expect(css).not.toMatch(/@import|fonts\.example|cdn\.example/)
})

test('pictures and fonts become files of the page', async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"/>'
  const { page, built } = await compiler.compile(
    smallWith({ [STYLES]: `.a { background: url('./dot.svg') }\n`, 'src/dot.svg': svg }),
    STYLES,
  )
  expect(page).toEqual([0])
  expect(built['assets/dot-*.svg']).toBe(svg)
  expect(built['assets/styles-*.css'] ?? built['assets/index-*.css']).toMatch(/url\(\/p\/abc\/assets\/dot-[\w-]+\.svg\)/)
})
