import type { Browser, Page, Route } from 'playwright-core'
import type { ColorScheme, PageFile, PageVisit } from '#src/ports/page-browser.ts'
import { collectPageErrors } from './collect-page-errors.ts'

export type VisitedPage = {
  page: Page
  /** The number of requests that have no answer yet. */
  loading: () => number
  /** Opens the page of the visit, anew if it was open. Returns when the browser has its first bytes. */
  navigate: (scheme: ColorScheme) => Promise<void>
}

/** Opens an empty page that can load only the files of the visit, and reports what goes wrong in it to `note`. */
export async function openVisitedPage(browser: Browser, visit: PageVisit, note: (error: string) => void): Promise<VisitedPage> {
  const context = await browser.newContext({
    reducedMotion: 'reduce',
    serviceWorkers: 'block',
    acceptDownloads: false,
    userAgent: userAgentOf(browser),
  })
  const page = await context.newPage()
  await collectPageErrors(page, (error) => note(error.replace(/^Uncaught (?:\w*Error: )?/, '')))
  context.on('page', (other) => {
    note('The page opened a new window, which was closed')
    other.close().catch(() => undefined)
  })
  noteErrors(page, note)
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame() && !frame.url().startsWith(visit.url)) note(`The page navigated to ${frame.url().slice(0, 200)}`)
  })
  let mayOpen = false
  let loading = 0
  page.on('request', () => (loading += 1))
  page.on('requestfinished', () => (loading -= 1))
  page.on('requestfailed', () => (loading -= 1))
  await context.route('**', (route) => route.abort('blockedbyclient'))
  await page.route('**', (route) => {
    const request = route.request()
    const isThePage = request.isNavigationRequest() && request.frame() === page.mainFrame()
    if (!isThePage || mayOpen) {
      if (isThePage) mayOpen = false
      return serve(route, visit)
    }
    note(`The page tried to navigate to ${request.url().slice(0, 200)}`)
    // A response without content leaves the page where it is.
    return route.fulfill({ status: 204 })
  })
  return {
    page,
    loading: () => loading,
    async navigate(scheme) {
      await page.emulateMedia({ colorScheme: scheme })
      mayOpen = true
      loading = 0
      await page.goto(visit.url, { waitUntil: 'commit', timeout: visit.limits.realMs })
    },
  }
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

function noteErrors(page: Page, note: (error: string) => void): void {
  page.on('console', (message) => {
    if (message.type() === 'error') note(message.text())
  })
  page.on('pageerror', (error) => note(error.message))
  page.on('requestfailed', (request) => {
    // Browsers request icons by themselves, and a page may abort its own requests.
    if (!request.url().endsWith('/favicon.ico') && request.failure()?.errorText !== 'net::ERR_ABORTED')
      note(`${request.url().slice(0, 200)} could not be loaded`)
  })
}
