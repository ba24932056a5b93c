import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openWindow, startChromium } from '#test/support/chromium.ts'
import { PREVIEW, PROJECT, versionPageOf } from '../../support/pages/fake-versions.ts'
import { startPages } from '../../support/pages/pages-world.ts'
import type { PagesWorld } from '../../support/pages/pages-world.ts'

/** Attacks by a generated page, each in a real browser and framed by our page. `heard`: paths that were requested from another server. */
let world: PagesWorld
let browser: Browser
let foreign: Server
let foreignUrl: string
let heard: string[]

beforeAll(async () => {
  foreign = createServer((request, response) => {
    heard.push(request.url ?? '')
    const isPage = request.url === '/page'
    response.writeHead(200, { 'access-control-allow-origin': '*', 'content-type': isPage ? 'text/html' : 'image/svg+xml' })
    response.end(isPage ? `<iframe src="${world.previewUrl}/${PREVIEW}/index.html"></iframe>` : '<svg xmlns="http://www.w3.org/2000/svg"/>')
  }).listen(0, '127.0.0.1')
  ;[world, browser] = await Promise.all([startPages(), startChromium(), once(foreign, 'listening')])
  foreignUrl = `http://127.0.0.1:${(foreign.address() as AddressInfo).port}`
})
beforeEach(() => {
  heard = []
})
afterAll(async () => {
  await browser.close()
  world.close()
  foreign.close()
})

/** Our page with the script in its frame. The script reports with `say(…)`. */
async function framed(script: (urls: { foreignUrl: string; publicUrl: string; previewUrl: string }) => string) {
  const keep = (text: string) => world.artifacts.put(new TextEncoder().encode(text))
  const { publicUrl, previewUrl } = world
  const source = `const say = (text) => { document.body.dataset.said = String(text) };\n${script({ foreignUrl, publicUrl, previewUrl })}`
  world.versions.pages.set(`${PROJECT}/2`, versionPageOf({ pictures: [] }))
  world.versions.previews.set(PREVIEW, {
    'index.html': {
      artifact: await keep(
        '<!doctype html><html lang="en"><title>Live</title><body><h1>Live</h1><script type="module" src="app.js"></script>',
      ),
      contentType: 'text/html; charset=utf-8',
    },
    'app.js': { artifact: await keep(source), contentType: 'text/javascript; charset=utf-8' },
    'data.json': { artifact: await keep('{"own":"file"}'), contentType: 'application/json' },
    'font.woff2': { artifact: await keep('no font'), contentType: 'font/woff2' },
  })
  const window = await openWindow(browser, { url: publicUrl })
  await window.context.addCookies([{ name: 'session', value: 'secret-of-ours', url: publicUrl }])
  const downloads: string[] = []
  window.page.on('download', (download) => void downloads.push(download.url()))
  await window.page.goto(world.links.versionPage(PROJECT, 2))
  const said = async (): Promise<string> => {
    const frame = window.page.frames()[1]
    if (frame === undefined) throw new Error('There is no frame')
    const body = frame.locator('body[data-said]')
    await body.waitFor()
    return (await body.getAttribute('data-said')) ?? ''
  }
  return { ...window, said, downloads }
}

const trying = (expression: string) => `try { say('got ' + (${expression})) } catch (error) { say('refused ' + error.name) }`
const asking = (expression: string) => `try { await (${expression}); say('got') } catch (error) { say('refused ' + error.name) }`

test.each([
  ['its parent’s document', () => trying('parent.document.title')],
  ['its parent’s script', () => trying('parent.location.href')],
  ['cookies', () => trying('document.cookie')],
  ['a kept store', () => trying('localStorage.length')],
  ['a browser database', () => trying('indexedDB.open("x").readyState')],
  ['code from text', () => trying('new Function("return 1")()')],
  [
    'a worker from text',
    () => `const worker = new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])));
      worker.onmessage = () => say('got'); worker.onerror = () => say('refused SecurityError')`,
  ],
])('a generated page cannot use %s', async (_what, script) => {
  const { context, said } = await framed(script)
  expect(await said()).toMatch(/^refused (?:SecurityError|EvalError)$/)
  await context.close()
})

test.each([
  ['requests another server', ({ foreignUrl: url }: { foreignUrl: string }) => asking(`fetch('${url}/asked')`)],
  ['requests our pages', ({ publicUrl }: { publicUrl: string }) => asking(`fetch('${publicUrl}/healthz', { credentials: 'include' })`)],
  [
    'opens a socket',
    ({ foreignUrl: url }: { foreignUrl: string }) =>
      `const socket = new WebSocket('${url.replace('http', 'ws')}/socket'); socket.onerror = () => say('refused'); socket.onopen = () => say('got')`,
  ],
  [
    'loads a picture from another server',
    ({ foreignUrl: url }: { foreignUrl: string }) =>
      `const image = new Image(); image.onload = () => say('got'); image.onerror = () => say('refused'); image.src = '${url}/picture'`,
  ],
  [
    'sends a beacon',
    ({ foreignUrl: url }: { foreignUrl: string }) =>
      `addEventListener('securitypolicyviolation', () => say('refused')); navigator.sendBeacon('${url}/beacon', 'x')`,
  ],
])('a generated page that %s reaches nobody', async (_what, script) => {
  const { context, said } = await framed(script)
  expect(await said()).toMatch(/^refused/)
  expect(heard).toEqual([])
  await context.close()
})

test.each([
  ['the window', (url: string) => `top.location.href = '${url}/top'`],
  ['a new window', (url: string) => `say('opened ' + (window.open('${url}/new') !== null))`],
  ['a dialog', () => `alert('hello'); say('done')`],
])('a generated page cannot open or replace %s', async (_what, script) => {
  const { context, page, problems } = await framed(
    ({ foreignUrl: url }) => `try { ${script(url)} } catch { } finally { setTimeout(() => say('over'), 300) }`,
  )
  await page.frames()[1]?.locator('body[data-said=over]').waitFor()
  expect(page.url()).toBe(world.links.versionPage(PROJECT, 2))
  expect(context.pages()).toHaveLength(1)
  expect(problems.filter((problem) => problem.startsWith('a dialog'))).toEqual([])
  expect(heard).toEqual([])
  await context.close()
})

test('a generated page cannot submit a form elsewhere', async () => {
  const { context, page } = await framed(
    ({ foreignUrl: url }) =>
      `const form = document.createElement('form'); form.action = '${url}/form'; document.body.append(form); form.submit()`,
  )
  await page.waitForTimeout(1_000)
  expect(heard).toEqual([])
  expect(page.url()).toBe(world.links.versionPage(PROJECT, 2))
  await context.close()
})

test('a generated page cannot start a download', async () => {
  const { context, page, downloads } = await framed(
    () =>
      `const link = document.createElement('a'); link.href = 'data.json'; link.download = 'x.json'; document.body.append(link); link.click()`,
  )
  await page.waitForTimeout(1_000)
  expect(downloads).toEqual([])
  expect(page.url()).toBe(world.links.versionPage(PROJECT, 2))
  await context.close()
})

test('an endless loop in a generated page does not block our page', async () => {
  const { context, page } = await framed(() => `say('begun'); setTimeout(() => { for (;;); }, 100)`)
  await page.getByLabel('Mobile').check()
  expect((await page.locator('[data-frame]').boundingBox())?.width).toBe(375)
  await context.close()
})

test('a generated page can load its own files and module scripts, and handle errors', async () => {
  const { context, said } = await framed(
    () => `
      const font = new FontFace('x', 'url(font.woff2)')
      const loaded = await font.load().then(() => 'font', (error) => error.name)
      const { own } = await (await fetch('data.json')).json()
      let kept = 'kept'
      try { localStorage.setItem('a', 'b') } catch { kept = 'not kept' }
      say([own, loaded, kept].join(', '))`,
  )
  // The font is invalid, so it fails by its content and not by the policy.
  expect(await said()).toMatch(/^file, (?:SyntaxError|NetworkError), not kept$/)
  await context.close()
})

test('a generated page can be framed by our pages only', async () => {
  await framed(() => `say('live')`).then(({ context }) => context.close())
  const { context, page } = await openWindow(browser, { url: foreignUrl })
  await page.goto(`${foreignUrl}/page`)
  expect(await page.frames()[1]?.getByText('Live', { exact: true }).count()).toBe(0)
  await context.close()
})
