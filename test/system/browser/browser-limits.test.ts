import { startChromium } from '#test/support/chromium.ts'
import { withinPings } from '#src/adapters/sandbox/bubblewrap/browser/page-pings.ts'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { createBubblewrapBrowser } from '#src/adapters/sandbox/bubblewrap/browser/bubblewrap-browser.ts'
import { processesWith } from '#test/support/sandbox-contract/host-processes.ts'
import { PAGE_URL, pageFiles, reportOn, visitPage } from '../../support/sandbox/visit-page.ts'

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

const FIVE_SECONDS = { limits: { processorMs: 5_000, realMs: 120_000 } }
const BUSY = 'The page kept the browser busy for more than 5 seconds of processor time'

describe('a page that never ends', () => {
  test.each([
    ['at once', 'for (;;) {}'],
    ['a little later', `setTimeout(() => { for (;;) {} }, 300)`],
    ['with more and more output', `for (;;) console.error('again', Math.random())`],
  ])('a page that never ends %s is ended by its processor time, and has a finding', async (_when, script) => {
    const { errors, views } = await reportOn({ script }, FIVE_SECONDS)
    expect(errors.at(-1)).toMatch(/^(?:The page kept the browser busy for more than 5 seconds of processor time|again 0\.\d+)$/)
    expect(views[0]?.accessibility.notRun?.cause).toBe('page')
  })

  test('a page that sends messages without end is ended by their number, and has a finding', async () => {
    const { errors, views } = await reportOn({ script: 'for (let count = 0; count < 5_000; count += 1) console.log(count)' })
    expect(errors).toEqual(['The page sends console messages, errors or requests without end'])
    expect(views[0]?.accessibility.notRun?.cause).toBe('page')
  })

  test('what was seen before a page became busy counts, and the rest was not run because of the page', async () => {
    const script = `addEventListener('resize', () => { if (innerWidth < 500) for (;;) {} })`
    const { errors, views, text } = await reportOn({ script }, { widthsPx: [1_280, 320], ...FIVE_SECONDS })
    expect(errors).toEqual([BUSY])
    expect(text).toEqual({ value: 'Hello' })
    expect(views.map(({ widthPx, picture, accessibility }) => [widthPx, picture.value !== undefined, accessibility.notRun?.cause])).toEqual(
      [
        [1_280, true, undefined],
        [320, false, 'page'],
      ],
    )
  })
})

describe('a machine that is too busy', () => {
  test('what the clock cut short is tried again when there is room, and is then not run because of the machine', async () => {
    let waits = 0
    const report = await reportOn(
      {},
      { limits: { processorMs: 60_000, realMs: 1 }, thorough: { dark: null }, whenRoom: async () => void (waits += 1) },
    )
    const missing = { notRun: { cause: 'machine', reason: 'this machine was too busy' } }
    expect(report).toEqual({
      errors: [],
      text: missing,
      views: [{ widthPx: 1_280, scheme: 'light', picture: missing, accessibility: missing }],
      thorough: { overflow: missing, lettersVisible: missing, changedLater: missing, keyboard: missing },
    })
    expect(waits).toBe(1)
  })

  test('the second try measures what the first one could not', async () => {
    const limits = { processorMs: 60_000, realMs: 1 }
    const { text, errors } = await visitPage({}, { limits, whenRoom: async () => void (limits.realMs = 120_000) })
    expect({ text, errors }).toEqual({ text: 'Hello', errors: [] })
  })
})

test('a page that takes all the memory has a finding, and is not a failure', async () => {
  const { errors, text } = await reportOn({ script: 'const all = []; for (;;) all.push(new Uint8Array(100_000_000).fill(1))' })
  expect(errors).toEqual([expect.stringMatching(/^The page crashed/)])
  expect(text.notRun?.cause).toBe('page')
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
  const { errors } = await reportOn({}, { files })
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
  const visit = {
    files: pageFiles({}),
    url: PAGE_URL,
    headersFor: () => ({}),
    widthsPx: [1_280],
    limits: { processorMs: 5_000, realMs: 5_000 },
    whenRoom: async () => undefined,
    signal,
  }
  await expect(browser.visit(visit)).rejects.toMatchObject({ kind: 'browser-unavailable', message: expect.stringMatching(message) })
})

test('a page that keeps a measurement from ending, although it is idle, is the page’s fault after some pings', async () => {
  const browser = await startChromium()
  try {
    const page = await browser.newPage()
    await expect(withinPings(page, () => new Promise(() => undefined), 3)).rejects.toThrow('the page did not let the browser finish')
    expect(await withinPings(page, async () => 'done', 3)).toBe('done')
  } finally {
    await browser.close()
  }
})
