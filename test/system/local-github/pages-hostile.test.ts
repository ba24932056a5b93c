import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { browserOf, dangersOf } from '../../support/local-github/pages-in-chromium.ts'
import { openWindow, startChromium } from '#test/support/chromium.ts'
import {
  fillWithHostility,
  HOSTILE,
  HOSTILE_BRANCH,
  HOSTILE_MARKDOWN,
  HOSTILE_PATH,
  hostilePages,
} from '../../support/local-github/hostile-content.ts'
import { HERE, startWorld, type LocalGitHubWorld } from '../../support/local-github/local-github-world.ts'

let world: LocalGitHubWorld
let browser: Browser
let hostile: { issue: number; pull: number }
beforeAll(async () => {
  ;[world, browser] = await Promise.all([startWorld(), startChromium()])
  hostile = await fillWithHostility(world)
})
afterAll(async () => {
  await browser.close()
  await world.close()
})

it('lets nothing run that somebody wrote, on any page', async () => {
  const { visit } = browserOf(world.github, 'mara')
  for (const path of hostilePages(hostile)) {
    const { status, html, headers } = await visit(path)
    expect([path, status, dangersOf(html)]).toEqual([path, 200, []])
    expect(html.match(/<script/g)).toHaveLength(1)
    const policy = headers.get('content-security-policy') ?? ''
    for (const part of ["default-src 'none'", "script-src 'self'", "form-action 'self'", "base-uri 'none'"]) expect(policy).toContain(part)
    expect(html).not.toMatch(/<!-- hidden|action="http|src="data:/)
  }
  const { html } = await visit(`/acme/shop/issues/${hostile.issue}`)
  expect(html).toContain('href="https://example.test/ok"')
  expect(html).toContain('&lt;script&gt;alert(10)')
  expect(dangersOf(`<p>${HOSTILE_MARKDOWN}</p>`).length).toBeGreaterThan(10)
})

it('the local GitHub shows hostile titles, branches, paths, lines and check names as plain text', async () => {
  const { context, page, problems } = await openWindow(browser, { url: world.github.url, person: 'mara' })
  const shown = async (path: string, selector: string) => {
    await page.goto(path)
    return page.locator(selector).first().textContent()
  }
  const pull = `/acme/shop/pull/${hostile.pull}`
  expect(await shown('/acme/shop/issues', '.rows .title')).toBe(HOSTILE)
  expect(await shown(`/acme/shop/issues/${hostile.issue}`, 'h1')).toBe(`${HOSTILE} #${hostile.issue}`)
  expect(await page.title()).toContain(HOSTILE)
  expect(await shown(pull, '.facts .branch >> nth=1')).toBe(HOSTILE_BRANCH)
  expect(await shown(`${pull}/checks`, '.check h2')).toContain(HOSTILE)
  await page.goto(`${pull}/files`)
  expect(await page.locator('summary .path').allTextContents()).toContain(HOSTILE_PATH)
  expect(await page.locator('tr.added td:last-child').allTextContents()).toContain(HOSTILE)
  await page.goto(`/acme/shop/tree/${encodeURIComponent(HOSTILE_BRANCH)}/src`)
  await page.getByRole('link', { name: '<.tsx' }).click()
  expect(await page.locator('table.code td').last().textContent()).toBe(HOSTILE)
  await page.goto(`/acme/shop/issues/new?${new URLSearchParams({ title: HOSTILE, body: `</textarea>${HOSTILE}` }).toString()}`)
  expect([await page.getByLabel('Title').inputValue(), await page.getByLabel('Description').inputValue()]).toEqual([
    HOSTILE,
    `</textarea>${HOSTILE}`,
  ])
  // The only problems are images that don't exist.
  expect(problems.filter((text) => !text.includes('Failed to load resource'))).toEqual([])
  await context.close()
})

it('adds hostile content by a live update as safely as by loading the page', async () => {
  const { context, page, problems } = await openWindow(browser, { url: world.github.url, person: 'mara' })
  await page.goto(`/acme/shop/issues/${hostile.issue}`)
  await page.getByText('Updates automatically').waitFor()
  const { data } = await world.outsider.rest.issues.createComment({
    ...HERE,
    issue_number: hostile.issue,
    body: `${HOSTILE_MARKDOWN}\n\nThe end.`,
  })
  await page.locator(`#issuecomment-${data.id} .markdown`).getByText('The end.').waitFor()
  expect(await page.locator('script, iframe, svg, style, [onclick], [onerror], [ontoggle]').count()).toBe(1)
  expect(problems.filter((text) => !text.includes('Failed to load resource'))).toEqual([])
  await context.close()
})

it('the local GitHub shows images by http and https only', async () => {
  const addresses = [
    'https://example.test/a.png',
    'http://example.test/b.png',
    '//example.test/c.png',
    'data:image/svg+xml,<svg onload=alert(1)>',
    'javascript:alert(1)',
    'blob:x',
    'file:///etc/passwd',
  ]
  const body = addresses.map((address) => `![p](<${address}>) <img src="${address}">`).join('\n')
  const { data } = await world.outsider.rest.issues.create({ ...HERE, title: 'Pictures', body })
  const { html } = await browserOf(world.github).visit(`/acme/shop/issues/${data.number}`)
  const shown = [...html.matchAll(/<img [^>]*src="([^"]*)"/g)]
    .map(([, address]) => address)
    .filter((address) => !address?.startsWith('/avatars/'))
  expect(shown).toEqual(addresses.slice(0, 3).flatMap((address) => [address, address]))
})
