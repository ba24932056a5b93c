import { describe, expect, test } from 'vitest'
import { inScheme, withPreference } from '#src/domain/preview/forced-scheme.ts'

describe('a style sheet or script gets the forced scheme', () => {
  test.each([
    ['@media (prefers-color-scheme:dark){a{}}', '@media (min-width:0px){a{}}', '@media (max-width:0px){a{}}'],
    [
      '@media not all and ( prefers-color-scheme : light ) {}',
      '@media not all and (max-width:0px) {}',
      '@media not all and (min-width:0px) {}',
    ],
    ['matchMedia("(prefers-color-scheme: dark)")', 'matchMedia("(min-width:0px)")', 'matchMedia("(max-width:0px)")'],
    ['prefers-color-scheme: dark', 'prefers-color-scheme: dark', 'prefers-color-scheme: dark'],
  ])('%s', (text, dark, light) => {
    expect(withPreference(text, 'dark')).toBe(dark)
    expect(withPreference(text, 'light')).toBe(light)
  })
})

test.each([
  ['<html>', '.dark a{}', '<html class="dark" style="color-scheme: dark">'],
  ['<html lang="en">', '[data-theme="dark"]{}', '<html lang="en" data-theme="dark" style="color-scheme: dark">'],
  ['<html class="light" lang=en>', '.dark a{}', '<html lang=en class="dark" style="color-scheme: dark">'],
  ['<html lang="en">', 'a{}', '<html lang="en" style="color-scheme: dark">'],
])('%s is switched to dark with the attributes of %s', (page, sheet, expected) => {
  expect(inScheme(`<!doctype html>${page}<body>`, 'dark', [sheet])).toBe(`<!doctype html>${expected}<body>`)
})

test('the light scheme adds no attributes for dark', () => {
  expect(inScheme('<html lang="en">', 'light', ['.dark a{}'])).toBe('<html lang="en" style="color-scheme: light">')
})
