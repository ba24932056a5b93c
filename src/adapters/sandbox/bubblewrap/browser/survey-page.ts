import type { Page } from 'playwright-core'
import type { ColorScheme, PageElement, PageReport, PageVisit } from '#src/ports/page-browser.ts'
import { walkByKeyboard } from './keyboard-walk.ts'
import { openInspector, type Findings, type PageInspector } from './page-inspector.ts'

const HEIGHT_PX = 900
/** Taller pages are cut off. */
const PICTURE_HEIGHT_PX = 4_000
/** How long a page may go on loading after its load event. */
const QUIET_MS = 3_000
/** The narrowest width at which a page must not scroll sideways. Source: https://www.w3.org/TR/WCAG22/#reflow */
const NARROW_PX = 320
const WIDE_PX = 1_280
/** Maximum numbers of elements and rules in a report. */
const ELEMENTS = { ofRule: 5, unmeasured: 10 }
const RULES = 30

export function emptyReport(): PageReport {
  return { errors: [], accessibility: [], unmeasured: [], hiddenShare: 0, pictures: [], text: '', overflow: null, keyboard: null }
}

async function arrive(page: Page, visit: PageVisit, widthPx: number): Promise<PageInspector> {
  await page.setViewportSize({ width: widthPx, height: HEIGHT_PX })
  const timeout = visit.timeoutMs
  await page.goto(visit.url, { waitUntil: 'commit', timeout })
  // A page that tried to navigate away never fires its load event.
  await Promise.race([page.waitForLoadState('load', { timeout }), page.waitForLoadState('networkidle', { timeout })])
  // A page that polls never becomes idle. It is inspected anyway.
  await page.waitForLoadState('networkidle', { timeout: QUIET_MS }).catch(() => undefined)
  return openInspector(page)
}

export async function surveyPage(page: Page, visit: PageVisit, report: PageReport): Promise<void> {
  const inspector = await arrive(page, visit, visit.widthsPx[0] ?? WIDE_PX)
  report.text = await inspector.text()
  for (const widthPx of visit.widthsPx) {
    await takePicture(page, inspector, { widthPx, scheme: 'light' }, report)
    merge(report, await inspector.accessibility('all'))
    report.hiddenShare = Math.max(report.hiddenShare, await inspector.hiddenShare())
  }
  if (visit.thorough === undefined) return
  await page.setViewportSize({ width: NARROW_PX, height: HEIGHT_PX })
  await inspector.settled()
  const overflow = await inspector.overflow()
  report.overflow = overflow === null ? null : { widthPx: NARROW_PX, ...overflow }
  await page.setViewportSize({ width: WIDE_PX, height: HEIGHT_PX })
  await inspector.settled()
  if (report.text.trim() !== '' && !(await showsLetters(page, inspector)))
    report.errors.push('The page’s text is invisible: something covers it, or it has the color of its background')
  // Last, because moving the focus may open things.
  report.keyboard = await walkByKeyboard(page, inspector)
}

/** Opens the page again, because it may read the color scheme only once. Only the contrast rule depends on colors. */
export async function surveyInDarkScheme(page: Page, visit: PageVisit, report: PageReport): Promise<void> {
  const widthsPx = [visit.widthsPx.at(-1) ?? WIDE_PX, visit.widthsPx[0] ?? WIDE_PX]
  const inspector = await arrive(page, visit, widthsPx[0] ?? WIDE_PX)
  if (visit.thorough?.dark != null) await inspector.setDark(visit.thorough.dark)
  for (const widthPx of new Set(widthsPx)) {
    await takePicture(page, inspector, { widthPx, scheme: 'dark' }, report)
    const { violations, unmeasured } = await inspector.accessibility('contrast')
    merge(report, { violations: violations.map((finding) => ({ ...finding, help: `${finding.help} (in the dark scheme)` })), unmeasured })
  }
}

async function takePicture(
  page: Page,
  inspector: PageInspector,
  { widthPx, scheme }: { widthPx: number; scheme: ColorScheme },
  report: PageReport,
): Promise<void> {
  await page.setViewportSize({ width: widthPx, height: HEIGHT_PX })
  await inspector.settled()
  report.pictures.push({ widthPx, scheme, png: await pictureOf(page, inspector, widthPx) })
}

async function pictureOf(page: Page, inspector: PageInspector, widthPx: number): Promise<Buffer> {
  const heightPx = await inspector.heightPx()
  return page.screenshot({
    clip: { x: 0, y: 0, width: widthPx, height: Math.min(Math.max(heightPx, 1), PICTURE_HEIGHT_PX) },
    fullPage: true,
    animations: 'disabled',
  })
}

/** True if the page looks different without its letters. */
async function showsLetters(page: Page, inspector: PageInspector): Promise<boolean> {
  const written = await pictureOf(page, inspector, WIDE_PX)
  await inspector.showLetters(false)
  const blank = await pictureOf(page, inspector, WIDE_PX)
  await inspector.showLetters(true)
  return !written.equals(blank)
}

/** The same finding at another width only adds its elements. */
function merge(report: PageReport, { violations, unmeasured }: Findings): void {
  for (const finding of violations) {
    const known = report.accessibility.find(({ rule, help }) => rule === finding.rule && help === finding.help)
    if (known !== undefined) known.elements = byPath([...known.elements, ...finding.elements]).slice(0, ELEMENTS.ofRule)
    else if (report.accessibility.length < RULES) report.accessibility.push(finding)
  }
  report.unmeasured = byPath([...report.unmeasured, ...unmeasured]).slice(0, ELEMENTS.unmeasured)
}

function byPath(elements: readonly PageElement[]): PageElement[] {
  return [...new Map(elements.map((element) => [element.path, element])).values()]
}
