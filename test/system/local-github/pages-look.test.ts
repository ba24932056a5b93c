import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findingsOf, openWindow, overflowOf, startChromium } from '#test/support/chromium.ts'
import { fillShop, pagesOf } from '../../support/local-github/full-shop.ts'
import { fillWithHostility, hostilePages } from '../../support/local-github/hostile-content.ts'
import { startWorld, type LocalGitHubWorld } from '../../support/local-github/local-github-world.ts'

let world: LocalGitHubWorld
let browser: Browser
let pages: string[]
beforeAll(async () => {
  const [started, chromium] = await Promise.all([startWorld(), startChromium()])
  world = started
  browser = chromium
  const shop = await fillShop(world)
  pages = [...pagesOf(shop), ...hostilePages(await fillWithHostility(world))]
})
afterAll(async () => {
  await browser.close()
  await world.close()
})

describe.each([
  { person: 'mara', width: 320, dark: false },
  { person: 'odd', width: 1_280, dark: true },
])('every page for $person at $width pixels (dark: $dark)', (visitor) => {
  it(
    'every page of the local GitHub has no axe findings, no console errors and no horizontal scrolling',
    { timeout: 300_000 },
    async () => {
      const { context, page, problems } = await openWindow(browser, { url: world.github.url, ...visitor })
      const faults: Record<string, unknown> = {}
      for (const path of pages) {
        await page.goto(path)
        const errors = problems.splice(0).filter((text) => !isMeant(path, text))
        const wider = await overflowOf(page)
        const found = [...errors, ...(wider > 0 ? [`${wider} pixels too wide`] : []), ...(await findingsOf(page))]
        if (found.length > 0) faults[path] = found
      }
      expect(faults).toEqual({})
      await context.close()
    },
  )
})

/** True for Chromium's own messages about a missing page and about images in hostile texts. */
function isMeant(path: string, error: string): boolean {
  return (path === '/nothing-here' && error.endsWith(path)) || /404.*\/x$|net::ERR_/.test(error)
}
