import type { Page } from 'playwright-core'
import type { VisitedPage } from './open-visited-page.ts'
import { measured } from '#src/domain/checks/measured.ts'
import type { Measured, NotRun } from '#src/domain/checks/measured.ts'
import type {
  AccessibilityReport,
  ColorScheme,
  Overflow,
  PageElement,
  PagePicture,
  PageReport,
  PageVisit,
} from '#src/ports/page-browser.ts'
import { PageFault } from './page-pings.ts'
import { walkByKeyboard } from './keyboard-walk.ts'
import { openInspector, type PageInspector } from './page-inspector.ts'

const HEIGHT_PX = 900
/** Taller pages are cut off. */
const PICTURE_HEIGHT_PX = 4_000
/** The narrowest width at which a page must not scroll sideways. Source: https://www.w3.org/TR/WCAG22/#reflow */
const NARROW_PX = 320
const WIDE_PX = 1_280
/** How long a page may go on loading: rounds of a few frames and a pause, which take longer on a busy machine. */
const LOADING = { rounds: 14, frames: 2, pauseMs: 200 }

/** An open page with what is needed to measure it. */
export type OpenPage = { page: Page; inspector: PageInspector }

/** One measurement. It needs no other one, sets its own window size, and leaves the page usable for those after it. */
type Part = {
  readonly scheme: ColorScheme
  isDone(): boolean
  run(open: OpenPage): Promise<void>
  /** For a part that is not done. */
  giveUp(why: NotRun): void
}

/** All measurements of a visit, in order, and the report of those that are done or given up. */
export type Survey = { parts: readonly Part[]; report: (errors: readonly string[]) => PageReport }

/** Loads the page and waits until it shows something and rests, within limits. */
export async function arrive({ page, loading, navigate }: VisitedPage, visit: PageVisit, scheme: ColorScheme): Promise<OpenPage> {
  const timeout = visit.limits.realMs
  await page.setViewportSize({ width: visit.widthsPx[0] ?? WIDE_PX, height: HEIGHT_PX })
  await navigate(scheme)
  // A page that tried to navigate away never fires its load event.
  await Promise.race([page.waitForLoadState('load', { timeout }), page.waitForLoadState('networkidle', { timeout })])
  const inspector = await openInspector(page)
  let before: string | null = null
  for (let round = 0; round < LOADING.rounds; round += 1) {
    await inspector.frames(LOADING.frames, LOADING.pauseMs)
    const text = await inspector.text()
    if (loading() <= 0 && text === before && text.trim() !== '') break
    before = text
  }
  if (scheme === 'dark' && visit.thorough?.dark != null) await inspector.setDark(visit.thorough.dark)
  return { page, inspector }
}

export function planSurvey(visit: PageVisit): Survey {
  const parts: Part[] = []
  const part = <Value>(scheme: ColorScheme, measure: (open: OpenPage) => Promise<Value>): (() => Measured<Value>) => {
    let result: Measured<Value> | null = null
    parts.push({
      scheme,
      isDone: () => result !== null,
      run: async (open) => void (result = measured(await measure(open))),
      giveUp: (why) => void (result ??= { notRun: why }),
    })
    return () => {
      if (result === null) throw new Error('A measurement of the page was neither finished nor given up')
      return result
    }
  }
  const view = (scheme: ColorScheme, widthPx: number) => {
    const picture = part(scheme, (open) => atWidth(open, widthPx, () => takePicture(open, widthPx)))
    const accessibility = part(scheme, (open) => atWidth(open, widthPx, () => inspectAccessibility(open, scheme)))
    return () => ({ widthPx, scheme, picture: picture(), accessibility: accessibility() })
  }
  const firstPx = visit.widthsPx[0] ?? WIDE_PX
  let firstText = ''
  const text = part('light', async ({ inspector }) => (firstText = await inspector.text()))
  const views = visit.widthsPx.map((widthPx) => view('light', widthPx))
  const thorough = visit.thorough === undefined ? null : thoroughParts(part, { firstPx, firstText: () => firstText })
  if (visit.thorough?.dark != null) {
    const widthsPx = new Set([visit.widthsPx.at(-1) ?? WIDE_PX, firstPx])
    views.push(...[...widthsPx].map((widthPx) => view('dark', widthPx)))
  }
  return {
    parts,
    report: (errors) => ({ errors: [...errors], text: text(), views: views.map((one) => one()), thorough: thorough?.() ?? null }),
  }
}

type AddPart = <Value>(scheme: ColorScheme, measure: (open: OpenPage) => Promise<Value>) => () => Measured<Value>

function thoroughParts(
  part: AddPart,
  { firstPx, firstText }: { firstPx: number; firstText: () => string },
): () => NonNullable<PageReport['thorough']> {
  const overflow = part('light', (open) => atWidth(open, NARROW_PX, () => overflowOf(open)))
  const lettersVisible = part('light', (open) => atWidth(open, WIDE_PX, () => showsLetters(open)))
  const changedLater = part('light', (open) => atWidth(open, firstPx, async () => (await open.inspector.text()) !== firstText()))
  // Last, because moving the focus may open things.
  const keyboard = part('light', (open) => atWidth(open, WIDE_PX, () => walkByKeyboard(open.page, open.inspector)))
  return () => ({ overflow: overflow(), lettersVisible: lettersVisible(), changedLater: changedLater(), keyboard: keyboard() })
}

async function atWidth<Value>({ page, inspector }: OpenPage, widthPx: number, measure: () => Promise<Value>): Promise<Value> {
  if (!(await inspector.hasBody())) throw new PageFault('the page has no content')
  if (page.viewportSize()?.width !== widthPx) {
    await page.setViewportSize({ width: widthPx, height: HEIGHT_PX })
    await inspector.frames(2)
  }
  return measure()
}

async function inspectAccessibility({ inspector }: OpenPage, scheme: ColorScheme): Promise<AccessibilityReport> {
  // Only the contrast rule depends on colors.
  const found = await inspector.accessibility(scheme === 'dark' ? 'contrast' : 'all')
  return { ...found, hiddenShare: await inspector.hiddenShare() }
}

async function overflowOf({ inspector }: OpenPage): Promise<Overflow | null> {
  const overflow: { excessPx: number; element: PageElement } | null = await inspector.overflow()
  return overflow === null ? null : { widthPx: NARROW_PX, ...overflow }
}

async function takePicture({ page, inspector }: OpenPage, widthPx: number): Promise<PagePicture> {
  const pageHeightPx = Math.max(await inspector.heightPx(), 1)
  const heightPx = Math.min(pageHeightPx, PICTURE_HEIGHT_PX)
  const clip = { x: 0, y: 0, width: widthPx, height: heightPx }
  return { png: await page.screenshot({ clip, fullPage: true, animations: 'disabled' }), cutPx: pageHeightPx - heightPx }
}

/** True if the page looks different without its letters, or has none. */
async function showsLetters(open: OpenPage): Promise<boolean> {
  if ((await open.inspector.text()).trim() === '') return true
  const written = await takePicture(open, WIDE_PX)
  await open.inspector.showLetters(false)
  try {
    return !Buffer.from(written.png).equals(Buffer.from((await takePicture(open, WIDE_PX)).png))
  } finally {
    await open.inspector.showLetters(true)
  }
}
