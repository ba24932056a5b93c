import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findingsOf, openWindow, overflowOf, startChromium } from '#test/support/chromium.ts'
import { PREVIEW, PROJECT, versionPageOf } from '../../support/pages/fake-versions.ts'
import { startPages } from '../../support/pages/pages-world.ts'
import type { PagesWorld } from '../../support/pages/pages-world.ts'

const OLDER = 'f'.repeat(32)
const HTML = 'text/html; charset=utf-8'
const LIVE = '<!doctype html><html lang="en"><title>Live</title><link rel="stylesheet" href="app.css"><h1>Live</h1>'
const CARD = Array.from({ length: 60 }, (_, line) => `export const value${line} = { name: 'line ${line}', at: ${line} } // a comment`).join(
  '\n',
)

let world: PagesWorld
let browser: Browser
beforeAll(async () => {
  ;[world, browser] = await Promise.all([startPages(), startChromium()])
  const keep = (text: string) => world.artifacts.put(new TextEncoder().encode(text))
  const build = {
    'index.html': { artifact: await keep(LIVE), contentType: HTML },
    'app.css': {
      artifact: await keep('h1{color:rgb(1,1,1)}@media (prefers-color-scheme:dark){h1{color:rgb(2,2,2)}}.dark h1{background:rgb(3,3,3)}'),
      contentType: 'text/css; charset=utf-8',
    },
  }
  for (const preview of [PREVIEW, OLDER]) world.versions.previews.set(preview, build)
  const files = [
    {
      path: 'src/components/card.tsx',
      content: `${CARD}\n`,
      before: { text: CARD.replace('line 7', 'seven').replace('value9 ', 'nine ') },
    },
    { path: '.ollio/preview.tsx', content: 'export default () => null\n', before: null },
  ]
  const annotations = [{ path: 'src/components/card.tsx', line: 7, level: 'warning' as const, message: 'a colour typed in by hand' }]
  const checks = [
    { name: 'Types', outcome: 'passed' as const, detail: 'no errors' },
    { name: 'Design system', outcome: 'warning' as const, detail: 'one value', annotations },
    { name: 'Build', outcome: 'failed' as const, detail: 'src/components/a-rather-long-name-of-a-file-without-a-space.tsx' },
  ]
  world.versions.pages.set(`${PROJECT}/2`, versionPageOf({ files, checks, removed: ['src/old.tsx'], pictures: [] }))
  world.versions.pages.set(`${PROJECT}/1`, versionPageOf({ version: 1, previewPath: OLDER }))
  const turn = { author: 'maya', prompt: 'a card', at: new Date('2026-11-24T10:00:00Z'), failure: null, summary: '- one\n- `two`' }
  world.versions.conversations.set(PROJECT, [{ ...turn, number: 1, state: 'PUBLISHED', version: 1 }])
  const action = { tool: 'executeCommand', about: 'npm test', outcome: 'failed' as const, detail: 'exit code 1' }
  world.versions.transcripts.set(`${PROJECT}/2`, [
    { number: 1, thought: 'I look.', model: 'model-1', promptTokens: 10, completionTokens: 1, modelMs: 900, toolCalls: [action] },
  ])
})
afterAll(async () => {
  await browser.close()
  world.close()
})

const at = (below = '', query = ''): string => {
  const url = new URL(world.links.versionPage(PROJECT, 2))
  return `${url.pathname}${below}${url.search}${query}`
}

async function open(path: string, options: { width?: number; dark?: boolean; script?: boolean } = {}) {
  const window = await openWindow(browser, { url: world.publicUrl, ...options })
  const response = await window.page.goto(path, { waitUntil: 'networkidle' })
  expect(response?.status()).toBe(200)
  return { ...window, body: (await response?.text()) ?? '' }
}

const frameSize = (page: Page) => page.locator('[data-frame]').first().boundingBox()

describe.each([
  ['on a phone', { width: 375 }],
  ['on a phone in dark mode', { width: 375, dark: true }],
  ['on a desktop', { width: 1_280 }],
  ['on a desktop in dark mode', { width: 1_280, dark: true }],
])('%s', (_where, visitor) => {
  test.each([
    ['the page of a version', '', ''],
    ['its files', '/files', ''],
    ['the diff of a file', '/files', '&view=diff'],
    ['its conversation', '/conversation', ''],
    ['its steps', '/steps', ''],
    ['the compare page', '/compare/1', ''],
  ])('%s is small, fits, and has no axe violations', async (_what, below, query) => {
    const { context, page, problems, body } = await open(at(below, query), visitor)
    expect(await findingsOf(page)).toEqual([])
    expect(await overflowOf(page)).toBe(0)
    expect(problems).toEqual([])
    // Markup for syntax colors does not count.
    expect(Buffer.byteLength(body.replace(/<\/?span[^>]*>/g, ''))).toBeLessThan(100_000)
    await context.close()
  })
})

describe('the live preview', () => {
  test('the live preview starts at the width of the window, so a phone shows the phone layout', async () => {
    const { context, page } = await open(at(), { width: 375 })
    expect((await frameSize(page))?.width).toBeLessThan(375)
    await context.close()
  })

  test('the live preview can be resized by presets, by typing, by rotation and by dragging', async () => {
    const { context, page } = await open(at())
    await page.getByLabel('Mobile').check()
    expect((await frameSize(page))?.width).toBe(375)
    expect(await page.getByLabel('Width', { exact: true }).inputValue()).toBe('375')
    await page.getByLabel('Width', { exact: true }).fill('500')
    await page.getByLabel('Height', { exact: true }).fill('300')
    await page.keyboard.press('Tab')
    expect(await frameSize(page)).toMatchObject({ width: 500, height: 300 })
    await page.getByRole('button', { name: 'Rotate' }).click()
    expect(await frameSize(page)).toMatchObject({ width: 300, height: 500 })
    await page.locator('[data-frame]').scrollIntoViewIfNeeded()
    const corner = await frameSize(page)
    if (corner === null) throw new Error('There is no frame')
    await page.mouse.move(corner.x + 297, corner.y + 497)
    await page.mouse.down()
    await page.mouse.move(corner.x + 397, corner.y + 447, { steps: 5 })
    await page.mouse.up()
    // The frame is centered, so its corner follows the pointer by half the distance on each side.
    expect((await frameSize(page))?.width).toBeGreaterThan(320)
    expect((await frameSize(page))?.height).toBeLessThan(480)
    await page.getByLabel('Width', { exact: true }).fill('99999')
    await page.keyboard.press('Tab')
    expect(await page.getByLabel('Width', { exact: true }).inputValue()).toBe('3840')
    await page.getByLabel('Tablet').check()
    expect((await frameSize(page))?.width).toBe(768)
    await context.close()
  })

  test('the live preview is scaled to its container without noticing', async () => {
    const { context, page } = await open(at(), { width: 700 })
    await page.getByLabel('Desktop').check()
    await page.getByLabel('Zoom to fit').check()
    expect((await frameSize(page))?.width).toBeLessThan(700)
    expect(await page.frames()[1]?.evaluate('innerWidth')).toBeGreaterThan(1_270)
    expect(await overflowOf(page)).toBe(0)
    await context.close()
  })

  test('the live preview has its three widths without JavaScript and no controls that need it', async () => {
    const { context, page } = await open(at(), { script: false })
    await page.getByLabel('Mobile').check()
    expect((await frameSize(page))?.width).toBe(375)
    expect(await page.getByRole('button', { name: 'Rotate' }).isVisible()).toBe(false)
    await context.close()
  })

  test.each([
    ['dark', 'rgb(2, 2, 2)', 'rgb(3, 3, 3)', false],
    ['light', 'rgb(1, 1, 1)', 'rgba(0, 0, 0, 0)', true],
  ])('the live preview is %s if chosen, whatever the browser prefers', async (scheme, color, background, prefersDark) => {
    const { context, page, problems } = await open(at(), { dark: prefersDark })
    await page.getByRole('navigation', { name: 'Color scheme' }).getByRole('link', { name: scheme }).click()
    await page.frameLocator('iframe').locator('h1').waitFor()
    const style = await page
      .frames()[1]
      ?.evaluate('(({ color, backgroundColor }) => [color, backgroundColor])(getComputedStyle(document.querySelector("h1")))')
    expect(style).toEqual([color, background])
    expect(problems).toEqual([])
    await context.close()
  })

  test('the live preview has the same size for two compared versions', async () => {
    const { context, page } = await open(at('/compare/1'))
    await page.getByLabel('Width', { exact: true }).fill('450')
    await page.keyboard.press('Tab')
    for (const frame of await page.locator('[data-frame]').all()) expect((await frame.boundingBox())?.width).toBe(450)
    await context.close()
  })
})

test('the copy button copies a file unchanged', async () => {
  const { context, page } = await open(at('/files'))
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('button', { name: 'Copy' }).click()
  await page.getByRole('button', { name: 'Copied' }).waitFor()
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(`${CARD}\n`)
  await context.close()
})

test('the keyboard reaches every link and control with a visible focus', async () => {
  const { context, page } = await open(at())
  const names: string[] = []
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press('Tab')
    const seen = await page.evaluate<string>(
      `(() => { const at = document.activeElement; const { outlineStyle } = getComputedStyle(at.closest('label') ?? at); return at === document.body ? '' : at.tagName + ' ' + (outlineStyle === 'none' && getComputedStyle(at).outlineStyle === 'none' ? 'UNSEEN' : 'seen') })()`,
    )
    if (seen === '') break
    names.push(seen)
  }
  expect(names.length).toBeGreaterThan(15)
  expect(names.filter((name) => name.endsWith('UNSEEN') && !name.startsWith('IFRAME'))).toEqual([])
  await context.close()
})
