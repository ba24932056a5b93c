import type { Page, Route } from 'playwright-core'
import { Failure } from '#src/domain/failures.ts'
import type { PageBrowser, PageFile, PageReport, PageVisit } from '#src/ports/browser.ts'
import { findControlGroups } from './control-groups.ts'
import { launchIsolatedChromium } from './isolated-chromium.ts'
import { openLens, type Lens } from './page-lens.ts'

const HEIGHT_PX = 900
/** A page that is taller is cut. */
const PICTURE_HEIGHT_PX = 4_000
const ERRORS = 20
const ERROR_CHARACTERS = 500
/** How long a page may go on loading things after its load event. */
const QUIET_MS = 3_000

/** Opens pages in Chromium, each visit in a browser and a sandbox of its own. */
export function createBubblewrapBrowser(): PageBrowser {
  const groups = findControlGroups()
  return {
    async visit(visit) {
      if (visit.signal.aborted) throw new Failure('cancelled', 'Cancelled before the page was opened')
      const { browser, end } = await launchIsolatedChromium(groups)
      const report: PageReport = { errors: [], accessibility: [], pictures: [], text: '' }
      const clock = AbortSignal.timeout(visit.timeoutMs)
      try {
        await untilAborted(AbortSignal.any([clock, visit.signal]), async () => {
          const context = await browser.newContext({ reducedMotion: 'reduce', serviceWorkers: 'block', acceptDownloads: false })
          const page = await context.newPage()
          await page.route('**', (route) => serve(route, visit))
          noteErrors(page, report.errors)
          await look(page, visit, report)
        })
      } catch (error) {
        if (visit.signal.aborted) throw new Failure('cancelled', 'Cancelled while the page was open', { cause: error })
        // A page that never comes to rest is the page's fault, and what was seen so far counts.
        if (clock.aborted) note(report.errors, `The page kept the browser busy for longer than ${visit.timeoutMs / 1_000} seconds`)
        else if (browser.isConnected()) throw new Failure('browser-unavailable', 'The page could not be looked at', { cause: error })
        else note(report.errors, 'The page made the browser crash')
      } finally {
        await end()
      }
      return report
    },
  }
}

async function look(page: Page, visit: PageVisit, report: PageReport): Promise<void> {
  const [first = 1_280] = visit.widthsPx
  await page.setViewportSize({ width: first, height: HEIGHT_PX })
  await page.goto(visit.url, { waitUntil: 'load', timeout: visit.timeoutMs })
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
    // Browsers ask for this by themselves.
    if (!request.url().endsWith('/favicon.ico')) note(errors, `${request.url().slice(0, 200)} could not be loaded`)
  })
}

function note(errors: string[], error: string): void {
  const text = error.slice(0, ERROR_CHARACTERS).toWellFormed()
  if (errors.length < ERRORS && !errors.includes(text)) errors.push(text)
}

async function untilAborted(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>()
  const abort = (): void => reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  try {
    await Promise.race([work(), promise])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
