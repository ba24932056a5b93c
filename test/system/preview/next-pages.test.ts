import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PageFile } from '#src/ports/page-browser.ts'
import { findingsOf, startChromium } from '#test/support/chromium.ts'
import { BASE_PATH, type Compiler, openCompiler } from '../../support/preview/compile-page.ts'
import { appWith, pagesWith, STYLES } from '../../support/preview/next-workspaces.ts'
import { openPage } from '../../support/preview/open-page.ts'

const PATIENCE_MS = 400_000
let compiler: Compiler
let browser: Browser
beforeAll(async () => {
  ;[compiler, browser] = await Promise.all([openCompiler('nextjs'), startChromium()])
}, PATIENCE_MS)
afterAll(() => Promise.all([compiler.close(), browser.close()]))

describe.each([
  ['app', appWith(), 'Path / without query function comes later', 'Preview'],
  ['pages', pagesWith(), 'Route / in the browser comes later', 'Places'],
])('a preview in a repository with the %s router', (_router, workspace, where, title) => {
  let outcome: Awaited<ReturnType<Compiler['compile']>>
  let files: PageFile[]
  beforeAll(async () => {
    outcome = await compiler.compile(workspace, STYLES)
    files = await compiler.pageFiles()
  }, PATIENCE_MS)
  const text = (ending: string) =>
    files.flatMap(({ path, bytes }) => (path.endsWith(ending) ? [new TextDecoder().decode(bytes)] : [])).join('\n')

  test('passes the type check and builds, and nothing of the repository runs by itself', () => {
    expect(outcome).toMatchObject({ types: [0], page: [0], left: [] })
    expect(text('.js') + text('.html')).not.toContain('never-read')
  })

  test('a Next page is one page of static files below its URL, without inline scripts', () => {
    const html = text('index.html')
    const urls = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url = '']) => url)
    expect(urls.filter((url) => !url.startsWith(BASE_PATH) && url !== 'data:,')).toEqual([])
    expect([...html.matchAll(/<script(?![^>]*\s(?:src|type)=)[^>]*>/g)]).toEqual([])
    expect(files.map(({ path }) => path).filter((path) => /404|_not-found/.test(path))).toEqual([])
  })

  test("a Next page has Tailwind with the repository's tokens, CSS modules and fonts, without network requests", () => {
    const css = text('.css')
    for (const part of ['--color-leaf:#166534', '.underline{', 'font-weight:700']) expect(css).toContain(part)
    for (const part of ['{font-family:Inter Fallback;src:local(Arial);', '{--font-inter:"Inter", "Inter Fallback"}'])
      expect(css).toContain(part)
    expect(css).not.toMatch(/https?:\/\//)
  })

  test("renders without errors under the preview's headers, and becomes interactive", { timeout: PATIENCE_MS }, async () => {
    const { page, problems } = await openPage(browser, files)
    expect(await page.locator('main').innerText()).toContain(where)
    expect(await page.title()).toBe(title)
    expect(await page.locator('a').getAttribute('href')).toBe(`${BASE_PATH}plants/fern`)
    expect(await page.evaluate(`getComputedStyle(document.querySelector('h1')).fontFamily`)).toBe('Inter, "Inter Fallback"')
    expect(await page.evaluate(`document.querySelector('img[alt="A dot"]').naturalWidth`)).toBe(8)
    await page.getByRole('button').click()
    expect(await page.getByRole('button').innerText()).toContain('1 seeds')
    expect(await findingsOf(page)).toEqual([])
    expect(problems).toEqual([])
  })
})
