import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { openWindow, startChromium } from '#test/support/chromium.ts'
import { fillShop } from '../../support/local-github/full-shop.ts'
import { startWorld, type LocalGitHubWorld } from '../../support/local-github/local-github-world.ts'

let world: LocalGitHubWorld
let browser: Browser
let page: Page
let shop: Awaited<ReturnType<typeof fillShop>>
beforeAll(async () => {
  ;[world, browser] = await Promise.all([startWorld(), startChromium()])
  shop = await fillShop(world)
  page = (await openWindow(browser, { url: world.github.url, person: 'mara' })).page
})
afterAll(async () => {
  await browser.close()
  await world.close()
})

const stopSchema = z.object({ mark: z.string(), isSeen: z.boolean() })

/** Describes the element that has the focus, and whether its focus is visible. */
const STOP = `(() => {
  const one = document.activeElement
  const { outlineStyle, outlineWidth } = getComputedStyle(one)
  const box = one.getBoundingClientRect()
  // Not as an attribute: the page's live update takes away what the server doesn't know.
  ;(window.visited ??= new WeakSet()).add(one)
  return { mark: one.localName + ' ' + (one.textContent || one.id).trim().slice(0, 40), isSeen: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && box.width > 0 && box.bottom > 0 && box.top < innerHeight }
})()`
const LEFT_OUT = `[...document.querySelectorAll('a[href], button, input:not([type=hidden], [disabled]), textarea, summary')]
  .filter((one) => one.checkVisibility() && !window.visited.has(one)).map((one) => one.outerHTML)`

it.each(['/', '/acme/shop', '/acme/shop/issues/new', 'issue', 'pull', 'files'])(
  'on %s, Tab reaches everything and the focus is visible',
  async (kind) => {
    const paths: Record<string, string> = {
      issue: `/acme/shop/issues/${shop.issue}`,
      pull: `/acme/shop/pull/${shop.pull}`,
      files: `/acme/shop/pull/${shop.pull}/files`,
    }
    await page.goto(paths[kind] ?? kind)
    const unseen: string[] = []
    for (let presses = 0; presses < 300; presses += 1) {
      await page.keyboard.press('Tab')
      if ((await page.evaluate('document.activeElement === document.body')) === true) break
      const { mark, isSeen } = stopSchema.parse(await page.evaluate(STOP))
      if (!isSeen) unseen.push(mark)
    }
    expect([unseen, await page.evaluate(LEFT_OUT)]).toEqual([[], []])
  },
)

it('skips to the content, opens the branch menu and closes it', async () => {
  await page.goto('/acme/shop')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  expect(await page.evaluate('document.activeElement.localName')).toBe('summary')
  await page.keyboard.press('Space')
  await page.getByRole('link', { name: 'ollio/1-1-card' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'ollio/1-1-card' }).waitFor({ state: 'hidden' })
})

it('puts an example into the text field and sends it once by Ctrl+Enter', async () => {
  await page.goto(`/acme/shop/issues/${shop.issue}`)
  await page.getByLabel('Comment as mara').fill('with care')
  await page.getByRole('link', { name: '/ollio generate a dashboard' }).focus()
  await page.keyboard.press('Enter')
  const box = page.getByLabel('Comment as mara')
  expect(await box.inputValue()).toMatch(/^\/ollio generate a dashboard.*\n\nwith care$/)
  await page.keyboard.press('Control+Enter')
  await page.keyboard.press('Control+Enter')
  await page.locator('.comment .markdown').getByText('with care').waitFor()
  expect(await page.locator('.comment .markdown').getByText('with care').count()).toBe(1)
})

it('starts a comment on the line whose number is clicked', async () => {
  await page.goto(`/acme/shop/pull/${shop.pull}/files`)
  await page.locator('td[data-line="3"]').last().click()
  const form = page.locator('.line-form[open]')
  expect(await form.getByLabel('Line of the new file').inputValue()).toBe('3')
  expect(await page.evaluate('document.activeElement.localName')).toBe('textarea')
})
