import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findingsOf, openWindow, overflowOf, startChromium } from '#test/support/chromium.ts'
import { cardOf } from '../../support/pages/fake-repositories.ts'
import { PROJECT, stepOf, turnPageOf } from '../../support/pages/fake-versions.ts'
import { startPages } from '../../support/pages/pages-world.ts'
import type { PagesWorld } from '../../support/pages/pages-world.ts'

let world: PagesWorld
let browser: Browser
beforeAll(async () => {
  ;[world, browser] = await Promise.all([startPages(), startChromium()])
})
afterAll(async () => {
  await browser.close()
  world.close()
})
// Turn pages are cached for a moment, so each test has its own turn.
let number = 0
beforeEach(() => {
  number += 1
  change({})
})
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()))
})

const SIZES = [
  [390, false],
  [390, true],
  [1_280, false],
  [1_280, true],
] as const
const turn = () => world.links.turnPage(PROJECT, number)
const change = (changes: Parameters<typeof turnPageOf>[0]) =>
  void world.versions.turns.set(`${PROJECT}/${number}`, turnPageOf({ number, ...changes }))

describe('the page of a running turn', () => {
  test('the page of a running turn is updated by events and keeps opened details open', async () => {
    const { page, problems } = await openWindow(browser, { url: world.publicUrl })
    await page.goto(turn())
    await page.getByText('readFile').click()
    change({ phase: 'thinking', steps: [stepOf(1, 'I look around first.'), stepOf(2, 'Now I write it.')] })
    await page.getByText('Now I write it.').waitFor()
    expect(await page.getByRole('status').textContent()).toBe('Thinking · 2 steps so far')
    expect(await page.locator('details').first().getAttribute('open')).not.toBeNull()
    expect(await page.evaluate('document.activeElement.tagName')).toBe('SUMMARY')
    change({ state: 'PUBLISHED', phase: 'ended', version: 1, endedAt: new Date(), steps: [stepOf(1, 'Done.')] })
    await page.getByRole('link', { name: 'Open version 1' }).waitFor()
    expect(problems).toEqual([])
  })

  test('the page of a running turn is updated by polling if events do not arrive', async () => {
    const { page } = await openWindow(browser, { url: world.publicUrl })
    // Like a proxy that buffers a stream until it ends.
    await page.route(/\/events\?/, () => undefined)
    await page.goto(turn())
    change({ steps: [stepOf(1, 'Added without events.')] })
    await page.getByText('Added without events.').waitFor()
    change({ state: 'CANCELLED', phase: 'ended', endedAt: new Date() })
    await page.getByText('Cancelled').waitFor()
    expect(await page.getByRole('status').textContent()).toBe('Cancelled')
  })

  test('the page of a running turn is updated by polling if the server has too many streams', async () => {
    const { page } = await openWindow(browser, { url: world.publicUrl })
    await page.route(/\/events\?/, (route) => route.fulfill({ status: 503, body: 'Too many live connections.' }))
    await page.goto(turn())
    change({ steps: [stepOf(1, 'Added by polling.')] })
    await page.getByText('Added by polling.').waitFor()
    expect(await page.getByRole('status').textContent()).toBe('Building · 1 step so far')
  })

  test('the page of a running turn is updated without JavaScript as well', async () => {
    const { page } = await openWindow(browser, { url: world.publicUrl, script: false })
    await page.goto(turn())
    change({ steps: [stepOf(1, 'Loaded anew.')] })
    await page.getByText('Loaded anew.').waitFor()
    expect(await page.getByText('I look around first.').count()).toBe(0)
  })

  test('the page of a running turn counts the time by itself', async () => {
    const { page } = await openWindow(browser, { url: world.publicUrl })
    await page.goto(turn())
    const before = await page.locator('[data-since]').textContent()
    await expect.poll(() => page.locator('[data-since]').textContent(), { timeout: 10_000 }).not.toBe(before)
  })

  test.each(SIZES)('the page of a running turn is accessible and fits at %d px, dark: %s', async (width, dark) => {
    const { page } = await openWindow(browser, { url: world.publicUrl, width, dark })
    await page.goto(turn())
    await page.getByText('readFile').click()
    expect(await findingsOf(page)).toEqual([])
    expect(await overflowOf(page)).toBe(0)
  })
})

describe('the page of a repository', () => {
  beforeEach(() => {
    world.repositories.cards = [
      cardOf(),
      cardOf({ name: 'A-rather-long-name-of-a-component-without-a-single-space-in-it', version: null, picture: null, state: 'failed' }),
      cardOf({ name: 'Sign-in Form', state: 'working', version: null, picture: null, runningTurn: number }),
    ]
    world.repositories.days = Array.from({ length: 20 }, (_, index) => ({
      day: new Date(Date.now() - (20 - index) * 86_400_000).toISOString().slice(0, 10),
      spent: (index * 7) % 13,
      added: index === 5 ? 100 : 0,
      balance: 160 - index * 4,
    }))
  })

  test('the page of a repository works from sign-in over a keyboard search to sign-out', async () => {
    const { page, problems } = await openWindow(browser, { url: world.publicUrl })
    await page.goto('/r/acme/shop')
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('acme/shop')
    await page.getByRole('searchbox').fill('card')
    await page.getByLabel('State').selectOption('open')
    await page.getByRole('searchbox').press('Enter')
    await page.waitForURL(/q=card&state=open/)
    expect(world.repositories.queries.at(-1)).toEqual({ text: 'card', state: 'open', page: 1 })
    expect(await page.getByRole('searchbox').inputValue()).toBe('card')
    await page.getByRole('link', { name: 'Watch live' }).click()
    await page.getByRole('heading', { name: `Pricing Card, turn ${number}` }).waitFor()
    await page.goBack()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor()
    expect(problems.filter((problem) => !problem.includes('404'))).toEqual([])
  })

  test.each(SIZES)('the page of a repository is accessible and fits at %d px, dark: %s', async (width, dark) => {
    const { page } = await openWindow(browser, { url: world.publicUrl, width, dark })
    await page.goto('/r/acme/shop')
    await page.getByText('Show as a table').click()
    expect(await findingsOf(page)).toEqual([])
    expect(await overflowOf(page)).toBe(0)
  })
})
