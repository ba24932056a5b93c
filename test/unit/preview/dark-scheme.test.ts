import { describe, expect, test } from 'vitest'
import { darkScheme } from '#src/domain/preview/dark-scheme.ts'

const of = (sheet: string, tailwindConfig: string | null = null) => darkScheme({ sheets: [sheet], tailwindConfig })

describe('a dark scheme is found', () => {
  test.each<[string, string, Record<string, string>]>([
    ['by the browser’s preference', '@media (prefers-color-scheme: dark) { :root { color: #fff } }', {}],
    ['with other conditions', '@media screen and (prefers-color-scheme:dark) {}', {}],
    ['by Tailwind’s variant of a class', '@custom-variant dark (&:where(.dark, .dark *));', { class: 'dark' }],
    [
      'by Tailwind’s variant of an attribute',
      '@custom-variant dark (&:where([data-theme=dark], [data-theme=dark] *));',
      { 'data-theme': 'dark' },
    ],
    ['by a class', '.dark { --background: #000 }', { class: 'dark' }],
    ['by a class in a sheet without spaces', 'a{color:red}.dark{color:blue}', { class: 'dark' }],
    ['by a class behind another selector', ':root, html.dark { color: red } @media print {.dark .card{}}', { class: 'dark' }],
    ['by an attribute in quotes', `[data-mode="dark"] { color: #fff }`, { 'data-mode': 'dark' }],
    ['by class and preference', '.dark {} @media (prefers-color-scheme: dark) {}', { class: 'dark' }],
  ])('%s', (_how, sheet, attributes) => {
    expect(of(sheet)).toEqual({ attributes })
  })

  test.each<[string, Record<string, string>]>([
    [`export default { darkMode: 'class' }`, { class: 'dark' }],
    [`module.exports = { darkMode: ["class", '[data-theme="dark"]'] }`, { 'data-theme': 'dark' }],
    [`module.exports = { darkMode: ['selector', '.night-dark'] }`, { class: 'night-dark' }],
    [`export default { darkMode: "media" }`, {}],
  ])('a dark scheme is found in a Tailwind 3 configuration: %s', (config, attributes) => {
    expect(of('@tailwind base;', config)).toEqual({ attributes })
  })
})

test.each([
  ['no such rule', ':root { color: #000 }', null],
  ['a comment only', 'only a comment about it', `/* darkMode: 'class' */`],
  ['a color with such a name', '.text-darkgreen {} .btn-darken {} .dark-blue {}', null],
  ['only the light preference', '@media (prefers-color-scheme: light) {}', null],
  ['a mode that is switched off', '', 'export default { darkMode: false }'],
])('no dark scheme is found with %s', (_what, sheet, config) => {
  expect(of(sheet, config)).toBeNull()
})
