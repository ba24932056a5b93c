import type { Browser, Page, Route } from 'playwright-core'
import { Failure } from '#src/domain/shared/failures.ts'
import type { ColorScheme, PageBrowser, PageFile, PageVisit } from '#src/ports/page-browser.ts'
import { findControlGroups } from '../control-groups.ts'
import { BROWSERS, launchIsolatedChromium } from './isolated-chromium.ts'
import { emptyReport, surveyPage, surveyInDarkScheme } from './survey-page.ts'
import { collectPageErrors } from './collect-page-errors.ts'

const ERRORS = 20
const ERROR_CHARACTERS = 500
/** Opens pages in Chromium, each visit in a browser and a sandbox of its own. `programs`: paths where Chromium may be. */
export function createBubblewrapBrowser(programs: readonly string[] = BROWSERS): PageBrowser {
  const groups = findControlGroups()
  return {
    async visit(visit) {
      const { signal } = visit
      if (signal.aborted) throw new Failure('cancelled', 'Cancelled before the page was opened')
      const { browser, end } = await launchIsolatedChromium({ groups, programs, signal })
      const report = emptyReport()
      const stops = { clock: AbortSignal.timeout(visit.timeoutMs), crash: new AbortController() }
      try {
        const open = async (scheme: ColorScheme): Promise<Page> => {
          const page = await untilAborted(AbortSignal.any([stops.clock, signal]), () => openPage(browser, visit, scheme, report.errors))
          page.on('crash', () => stops.crash.abort())
          return page
        }
        const until = AbortSignal.any([stops.clock, stops.crash.signal, signal])
        const page = await open('light')
        await untilAborted(until, async () => {
          await surveyPage(page, visit, report)
          if (visit.thorough?.dark != null) await surveyInDarkScheme(await open('dark'), visit, report)
        }).catch((error: unknown) => {
          // If a page prevents further inspection, that is the page's fault, and what was found before counts.
          if (!signal.aborted) note(report.errors, reasonFor(error, visit, stops))
        })
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
  if (stops.crash.signal.aborted) return 'The page crashed. It may use too much memory'
  if (stops.clock.aborted) return `The page kept the browser busy for longer than ${visit.timeoutMs / 1_000} seconds`
  return `The page could not be checked: ${error instanceof Error ? error.message.split('\n', 1)[0] : 'unknown reason'}`
}

async function openPage(browser: Browser, visit: PageVisit, scheme: ColorScheme, errors: string[]): Promise<Page> {
  const context = await browser.newContext({
    colorScheme: scheme,
    reducedMotion: 'reduce',
    serviceWorkers: 'block',
    acceptDownloads: false,
    userAgent: userAgentOf(browser),
  })
  const page = await context.newPage()
  await collectPageErrors(page, (error) => note(errors, error.replace(/^Uncaught (?:\w*Error: )?/, '')))
  context.on('page', (other) => {
    note(errors, 'The page opened a new window, which was closed')
    other.close().catch(() => undefined)
  })
  noteErrors(page, errors)
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame() && !frame.url().startsWith(visit.url)) note(errors, `The page navigated to ${frame.url().slice(0, 200)}`)
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
    note(errors, `The page tried to navigate to ${request.url().slice(0, 200)}`)
    // A response without content leaves the page where it is.
    return route.fulfill({ status: 204 })
  })
  return page
}

/** The user agent of a person's browser, so that a page can't detect that a program views it. */
function userAgentOf(browser: Browser): string {
  const major = browser.version().split('.', 1)[0]
  return `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${major}.0.0.0 Safari/537.36`
}

/** Answers every request from the build. There is no network anyway. */
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
    // Browsers request icons by themselves, and a page may abort its own requests.
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
