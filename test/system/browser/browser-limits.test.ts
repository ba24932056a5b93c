import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { createBubblewrapBrowser } from '#src/adapters/sandbox/bubblewrap/browser/bubblewrap-browser.ts'
import { processesWith } from '#test/support/sandbox-contract/host-processes.ts'
import { PAGE_URL, pageFiles, visitPage } from '../../support/sandbox/visit-page.ts'

/**
 * The folder for the files of this test's browsers, so that other tests' browsers are not counted. The browsers' command lines contain its
 * name.
 */
let folder: string
const usual = process.env['TMPDIR']
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ollio-visits-'))
  process.env['TMPDIR'] = folder
})
afterAll(async () => {
  if (usual === undefined) delete process.env['TMPDIR']
  else process.env['TMPDIR'] = usual
  await rm(folder, { recursive: true, force: true })
})

afterEach(async () => {
  await vi.waitUntil(() => processesWith(basename(folder)).length === 0, { timeout: 5_000 })
  await vi.waitUntil(async () => (await readdir(folder)).length === 0, { timeout: 5_000 })
})

test('after a visit no process and no file of it is left', async () => {
  expect(await visitPage({})).toMatchObject({ errors: [], text: 'Hello' })
})

test.each([
  ['at once', 'for (;;) {}'],
  ['a little later', `setTimeout(() => { for (;;) {} }, 300)`],
  ['with more and more output', `for (;;) console.error('again', Math.random())`],
])('a page that never ends %s is ended by the timeout, and has a finding', async (_when, script) => {
  const { errors } = await visitPage({ script }, { timeoutMs: 5_000 })
  expect(errors.at(-1)).toMatch(/^(?:The page kept the browser busy for longer than 5 seconds|again 0\.\d+)$/)
})

test('what was seen before the timeout counts', async () => {
  const script = `addEventListener('resize', () => { if (innerWidth < 500) for (;;) {} })`
  const { errors, pictures, text } = await visitPage({ script }, { widthsPx: [1_280, 320], timeoutMs: 8_000 })
  expect(errors).toEqual(['The page kept the browser busy for longer than 8 seconds'])
  expect(pictures.map(({ widthPx }) => widthPx)).toEqual([1_280])
  expect(text).toBe('Hello')
})

test('a page that takes all the memory has a finding, and is not a failure', async () => {
  const { errors } = await visitPage({ script: 'const all = []; for (;;) all.push(new Uint8Array(100_000_000).fill(1))' })
  expect(errors).toEqual(['The page crashed. It may use too much memory'])
})

test('a visit that is already cancelled does not start', async () => {
  await expect(visitPage({}, { signal: AbortSignal.abort() })).rejects.toMatchObject({ kind: 'cancelled' })
})

test.each([0, 30, 200, 600])('a cancel %j ms after the start leaves nothing behind', async (delayMs) => {
  const controller = new AbortController()
  setTimeout(() => controller.abort(), delayMs)
  await expect(visitPage({ script: 'for (;;) {}' }, { signal: controller.signal })).rejects.toMatchObject({ kind: 'cancelled' })
})

test('a cancel while the page is busy leaves nothing behind', async () => {
  const controller = new AbortController()
  const asked: string[] = []
  const visit = visitPage(
    { script: 'for (;;) {}' },
    {
      signal: controller.signal,
      headersFor: (file) => {
        asked.push(file.path)
        return { 'content-type': file.contentType }
      },
    },
  )
  const outcome = Promise.allSettled([visit])
  await expect.poll(() => asked, { timeout: 15_000 }).toContain('page.js')
  controller.abort()
  expect(await outcome).toMatchObject([{ status: 'rejected', reason: { kind: 'cancelled' } }])
})

test('a page without its own file has a finding', async () => {
  const files = pageFiles({}).filter(({ path }) => path !== 'index.html')
  const { errors } = await visitPage({}, { files })
  expect(errors).toContain(`${PAGE_URL} could not be loaded`)
})

test('several pages are visited at once', async () => {
  const reports = await Promise.all(['one', 'two'].map((word) => visitPage({ body: `<p>${word}</p>` })))
  expect(reports.map(({ text }) => text)).toEqual(['Hello\n\none', 'Hello\n\ntwo'])
})

test.each([
  ['no Chromium', [], /install the package chromium/],
  ['another program in its place', ['/nowhere', '/bin/false'], /could not be started/],
])('with %s, a visit fails with a clear message', async (_what, programs, message) => {
  const browser = createBubblewrapBrowser(programs)
  const { signal } = new AbortController()
  const visit = { files: pageFiles({}), url: PAGE_URL, headersFor: () => ({}), widthsPx: [1_280], timeoutMs: 5_000, signal }
  await expect(browser.visit(visit)).rejects.toMatchObject({ kind: 'browser-unavailable', message: expect.stringMatching(message) })
})
