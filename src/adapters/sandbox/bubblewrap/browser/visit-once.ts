import { Failure } from '#src/domain/shared/failures.ts'
import type { ColorScheme, PageVisit } from '#src/ports/page-browser.ts'
import type { IsolatedBrowser } from './isolated-chromium.ts'
import { openVisitedPage, type VisitedPage } from './open-visited-page.ts'
import { PageFault, withinPings } from './page-pings.ts'
import type { PageErrors } from './page-errors.ts'
import { arrive } from './survey-page.ts'
import type { OpenPage, Survey } from './survey-page.ts'
import { watchVisit, type Stop } from './watch-visit.ts'

/** `stop`: what ended the visit early. `problem`: why the last part that failed did so. */
export type VisitEnd = { stop: Stop | null; problem: string | null }

/**
 * Runs the parts that are not done in this browser, and ends it. A part that fails doesn't keep the others from being tried. Throws only
 * 'cancelled'.
 */
export async function visitOnce(isolated: IsolatedBrowser, visit: PageVisit, survey: Survey, errors: PageErrors): Promise<VisitEnd> {
  const watch = watchVisit(isolated, visit)
  // What a page reports while its browser is being ended is not its fault.
  const note = (error: string): void => (watch.signal.aborted ? undefined : errors.add(error))
  const openPage = async (): Promise<VisitedPage> => {
    const opened = await openVisitedPage(isolated.browser, visit, note)
    opened.page.setDefaultTimeout(visit.limits.realMs)
    watch.watchPage(opened.page)
    return opened
  }
  let visited: Promise<VisitedPage> | null = null
  let current: { scheme: ColorScheme; open: Promise<OpenPage> } | null = null
  /** The page in a color scheme. It is loaded again for the other one, because a page may read the scheme only once. */
  const open = (scheme: ColorScheme): Promise<OpenPage> => {
    visited ??= openPage()
    const page = visited
    if (current?.scheme !== scheme) current = { scheme, open: page.then((found) => arrive(found, visit, scheme)) }
    return current.open
  }
  let problem: string | null = null
  try {
    for (const part of survey.parts) {
      if (watch.signal.aborted) break
      if (part.isDone()) continue
      try {
        await untilAborted(watch.signal, async () => {
          const opened = await open(part.scheme)
          await withinPings(opened.page, () => part.run(opened))
        })
      } catch (error) {
        if (error instanceof PageFault) part.giveUp({ cause: 'page', reason: error.message })
        problem = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : 'unknown reason'
      }
    }
  } finally {
    watch.end()
    await isolated.end()
  }
  if (visit.signal.aborted) throw new Failure('cancelled', 'Cancelled while the page was open')
  return { stop: watch.stop(), problem }
}

async function untilAborted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  signal.throwIfAborted()
  const { promise, reject } = Promise.withResolvers<never>()
  const abort = (): void => reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  const working = work()
  // After an abort nobody waits for it any more.
  working.catch(() => undefined)
  try {
    return await Promise.race([working, promise])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
