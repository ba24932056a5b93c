import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { z } from 'zod'

/** Chromium for the pages of the local GitHub: our own pages, so without a sandbox around it. */
export async function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update'],
  })
}

type Visitor = { url: string; person?: string; width?: number; dark?: boolean; script?: boolean }

/** A window of one person; `problems` are errors in its console and uncaught ones. */
export async function openWindow(browser: Browser, visitor: Visitor): Promise<{ context: BrowserContext; page: Page; problems: string[] }> {
  const context = await browser.newContext({
    baseURL: visitor.url,
    viewport: { width: visitor.width ?? 1_280, height: 800 },
    colorScheme: visitor.dark === true ? 'dark' : 'light',
    reducedMotion: 'reduce',
    javaScriptEnabled: visitor.script ?? true,
  })
  context.setDefaultTimeout(100_000)
  if (visitor.person !== undefined) await context.addCookies([{ name: 'acting_as', value: visitor.person, url: visitor.url }])
  const page = await context.newPage()
  const problems: string[] = []
  page.on('console', (message) => void (message.type() === 'error' && problems.push(`${message.text()} ${message.location().url}`)))
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('dialog', (dialog) => {
    problems.push(`a dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  return { context, page, problems }
}

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa']
const findingsSchema = z.array(z.string())

/** What axe finds against WCAG 2.2 A and AA, each with the place. */
export async function findingsOf(page: Page): Promise<string[]> {
  await page.evaluate(axeSource)
  const run = `axe.run(document, { runOnly: { type: 'tag', values: ${JSON.stringify(RULES)} } })
    .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + ' ' + target.join(' ') + ' ' + failureSummary)))`
  return findingsSchema.parse(await page.evaluate(run))
}

/** By how many pixels the page is wider than its window. */
export async function overflowOf(page: Page): Promise<number> {
  return z.number().parse(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'))
}
