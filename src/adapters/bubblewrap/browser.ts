import type { Browser, Page, Route } from 'playwright-core'
import { Failure } from '#src/domain/failures.ts'
import type { PageBrowser, PageFile, PageReport, PageVisit } from '#src/ports/browser.ts'
import { findControlGroups } from './control-groups.ts'
import { BROWSERS, launchIsolatedChromium } from './isolated-chromium.ts'
import { openLens, type Lens } from './page-lens.ts'

const HEIGHT_PX = 900
/** A page that is taller is cut. */
const PICTURE_HEIGHT_PX = 4_000
const ERRORS = 20
const ERROR_CHARACTERS = 500
/** How long a page may go on loading things after its load event. */
const QUIET_MS = 3_000

/** Opens pages in Chromium, each visit in a browser and a sandbox of its own. `programs` are where Chromium may lie. */
export function createBubblewrapBrowser(programs: readonly string[] = BROWSERS): PageBrowser {
  const groups = findControlGroups()
  return {
    async visit(visit) {
      const { signal } = visit
      if (signal.aborted) throw new Failure('cancelled', 'Cancelled before the page was opened')
      const { browser, end } = await launchIsolatedChromium({ groups, programs, signal })
      const report: PageReport = { errors: [], accessibility: [], pictures: [], text: '' }
      const stops = { clock: AbortSignal.timeout(visit.timeoutMs), crash: new AbortController() }
      try {
        const page = await untilAborted(AbortSignal.any([stops.clock, signal]), () => openPage(browser, visit, report.errors))
        page.on('crash', () => stops.crash.abort())
        await untilAborted(AbortSignal.any([stops.clock, stops.crash.signal, signal]), () => look(page, visit, report)).catch(
          (error: unknown) => {
            // What a page does to be looked at no longer is the page's fault, and what was seen so far counts.
            if (!signal.aborted) note(report.errors, reasonFor(error, visit, stops))
          },
        )
      } catch (error) {
        if (!signal.aborted) throw new Failure('browser-unavailable', 'The browser could not open a page', { cause: error })
      } finally {
        await end()
      }
      if (signal.aborted) throw new Failure('cancelled', 'Cancelled while the page was open')
      return report
    },
  }
}

function reasonFor(error: unknown, visit: PageVisit, stops: { clock: AbortSignal; crash: AbortController }): string {
  if (stops.crash.signal.aborted) return 'The page crashed; it may need too much memory'
  if (stops.clock.aborted) return `The page kept the browser busy for longer than ${visit.timeoutMs / 1_000} seconds`
  return `The page could not be looked at: ${error instanceof Error ? error.message.split('\n', 1)[0] : 'no reason was given'}`
}

async function openPage(browser: Browser, visit: PageVisit, errors: string[]): Promise<Page> {
  const context = await browser.newContext({ reducedMotion: 'reduce', serviceWorkers: 'block', acceptDownloads: false })
  const page = await context.newPage()
  context.on('page', (other) => {
    note(errors, 'The page opened a window, which is closed')
    other.close().catch(() => undefined)
  })
  noteErrors(page, errors)
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame() && !frame.url().startsWith(visit.url)) note(errors, `The page went away to ${frame.url().slice(0, 200)}`)
  })
  let isOpened = false
  await context.route('**', (route) => route.abort('blockedbyclient'))
  await page.route('**', (route) => {
    const request = route.request()
    const isThePage = request.isNavigationRequest() && request.frame() === page.mainFrame()
    if (!isThePage || !isOpened) {
      isOpened ||= isThePage
      return serve(route, visit)
    }
    note(errors, `The page tried to go to ${request.url().slice(0, 200)}`)
    // An answer without content leaves the page where it is.
    return route.fulfill({ status: 204 })
  })
  return page
}

async function look(page: Page, visit: PageVisit, report: PageReport): Promise<void> {
  const [first = 1_280] = visit.widthsPx
  await page.setViewportSize({ width: first, height: HEIGHT_PX })
  const timeout = visit.timeoutMs
  await page.goto(visit.url, { waitUntil: 'commit', timeout })
  // A page that tried to go elsewhere never has its load event.
  await Promise.race([page.waitForLoadState('load', { timeout }), page.waitForLoadState('networkidle', { timeout })])
  // A page that polls never gets quiet; it is looked at all the same.
  await page.waitForLoadState('networkidle', { timeout: QUIET_MS }).catch(() => undefined)
  const lens = await openLens(page)
  report.text = await lens.text()
  for (const widthPx of visit.widthsPx) {
    await page.setViewportSize({ width: widthPx, height: HEIGHT_PX })
    const heightPx = await lens.heightPx()
    const png = await page.screenshot({
      clip: { x: 0, y: 0, width: widthPx, height: Math.min(Math.max(heightPx, 1), PICTURE_HEIGHT_PX) },
      fullPage: true,
      animations: 'disabled',
    })
    report.pictures.push({ widthPx, png })
    merge(report, await lens.accessibility())
  }
}

/** The same finding at another width only adds the elements that it is about. */
function merge(report: PageReport, findings: Awaited<ReturnType<Lens['accessibility']>>): void {
  for (const finding of findings) {
    const known = report.accessibility.find(({ rule }) => rule === finding.rule)
    if (known === undefined) report.accessibility.push(finding)
    else known.targets = [...new Set([...known.targets, ...finding.targets])].slice(0, 5)
  }
}

/** Every request is answered from the build; there is no network anyway. */
async function serve(route: Route, visit: PageVisit): Promise<void> {
  const address = route.request().url()
  const file = address.startsWith(visit.url) ? fileAt(visit.files, address.slice(visit.url.length)) : undefined
  if (file === undefined) return route.abort('blockedbyclient')
  return route.fulfill({ status: 200, headers: visit.headersFor(file), body: Buffer.from(file.bytes) })
}

function fileAt(files: readonly PageFile[], rest: string): PageFile | undefined {
  const path = rest.split(/[?#]/, 1)[0] ?? ''
  return files.find((file) => file.path === (path === '' ? 'index.html' : path))
}

function noteErrors(page: Page, errors: string[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error') note(errors, message.text())
  })
  page.on('pageerror', (error) => note(errors, error.message))
  page.on('requestfailed', (request) => {
    // Browsers ask for icons by themselves, and a page may change its mind.
    if (!request.url().endsWith('/favicon.ico') && request.failure()?.errorText !== 'net::ERR_ABORTED')
      note(errors, `${request.url().slice(0, 200)} could not be loaded`)
  })
}

function note(errors: string[], error: string): void {
  const text = error.slice(0, ERROR_CHARACTERS).toWellFormed()
  if (errors.length < ERRORS && !errors.includes(text)) errors.push(text)
}

async function untilAborted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  signal.throwIfAborted()
  const { promise, reject } = Promise.withResolvers<never>()
  const abort = (): void => reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([work(), promise])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
