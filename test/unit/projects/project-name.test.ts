import { expect, test } from 'vitest'
import { branchName } from '#src/domain/projects/ids.ts'
import { projectName } from '#src/domain/projects/project-name.ts'

test.each<[string, string, string]>([
  ['a responsive pricing card with three tiers', 'Pricing Card', 'pricing-card'],
  ['Build me a nice sign-in form for customers', 'Sign-in Form', 'sign-in-form'],
  ['the user’s profile menu', 'User’s Profile Menu', 'user-s-profile-menu'],
  ["a shop's header", "Shop's Header", 'shop-s-header'],
  ['drop-down menu in the header', 'Drop-down Menu', 'drop-down-menu'],
  ['- a list -- of items', 'List Items', 'list-items'],
  ['please create a new dashboard that shows sales', 'Dashboard', 'dashboard'],
  ['hero', 'Hero', 'hero'],
  ['FAQ accordion', 'FAQ Accordion', 'faq-accordion'],
  ['one two three four five six', 'One Two Three Four', 'one-two-three-four'],
  ['a 404 page', '404 Page', '404-page'],
  ['# Pricing\n\nwith tiers', 'Pricing', 'pricing'],
  ['`<Button>` variants', 'Button Variants', 'button-variants'],
  ['über uns Seite', 'Über Uns Seite', 'uber-uns-seite'],
  ['価格カード', '価格カード', 'components'],
  ['בטאקת מחירים', 'בטאקת מחירים', 'components'],
  ['add a', 'Components', 'components'],
  ['', 'Components', 'components'],
  ['!!! 👍 ***', 'Components', 'components'],
  ['../../etc/passwd', 'Etc Passwd', 'etc-passwd'],
  ['<script>alert(1)</script>', 'Script Alert 1 Script', 'script-alert-1-script'],
  [`${'x'.repeat(500)} card`, `X${'x'.repeat(59)}`, 'x'.repeat(40)],
])('%j gives the name %s', (prompt, name, slug) => {
  expect(projectName(prompt)).toBe(name)
  expect(branchName({ issue: 7, ordinal: 1 }, name)).toBe(`ollio/7-1-${slug}`)
})

test('the name of any text is well-formed and short', () => {
  expect(projectName('𝒳'.repeat(400)).isWellFormed()).toBe(true)
  expect(projectName('𝒳'.repeat(400)).length).toBeLessThanOrEqual(60)
})
