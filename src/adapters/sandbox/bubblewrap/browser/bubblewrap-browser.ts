import { notRun } from '#src/domain/checks/measured.ts'
import { Failure } from '#src/domain/shared/failures.ts'
import type { PageBrowser } from '#src/ports/page-browser.ts'
import { findControlGroups } from '../control-groups.ts'
import { BROWSERS, launchIsolatedChromium } from './isolated-chromium.ts'
import { PageErrors } from './page-errors.ts'
import { planSurvey } from './survey-page.ts'
import { visitOnce, type VisitEnd } from './visit-once.ts'
import type { Stop } from './watch-visit.ts'

/** How often the parts that are not done are tried, each time in a fresh browser. */
const TRIES = 2

/** Why parts of the visit were not measured, by what stopped the last browser. `null`: nothing did, but they failed. */
const REASONS = {
  clock: notRun('machine', 'this machine was too busy'),
  lost: notRun('machine', 'the browser stopped working'),
  crash: notRun('page', 'the page had crashed'),
  memory: notRun('page', 'the page had used all of its memory'),
  'processor-time': notRun('page', 'the page had kept the browser busy'),
  messages: notRun('page', 'the page had sent too many console messages, errors and requests'),
} satisfies Record<Stop, { notRun: unknown }>

/** Opens pages in Chromium, each in a browser and a sandbox of its own. `programs`: paths where Chromium may be. */
export function createBubblewrapBrowser(programs: readonly string[] = BROWSERS): PageBrowser {
  const groups = findControlGroups()
  return {
    async visit(visit) {
      const { signal } = visit
      if (signal.aborted) throw new Failure('cancelled', 'Cancelled before the page was opened')
      const survey = planSurvey(visit)
      const errors = new PageErrors()
      const attempt = async (): Promise<VisitEnd> =>
        visitOnce(await launchIsolatedChromium({ groups, programs, signal }), visit, survey, errors)
      let last: VisitEnd = await attempt().catch((error: unknown) => notStarted(error, signal))
      for (let tries = 1; tries < TRIES && mayTryAgain(last.stop) && survey.parts.some((part) => !part.isDone()); tries += 1) {
        if (last.stop === 'clock' || last.stop === 'lost') await visit.whenRoom(signal)
        last = await attempt().catch((error: unknown) => {
          // What was measured before counts. Without that, nobody knows anything about the page.
          if (survey.parts.some((part) => part.isDone())) return notStarted(error, signal)
          throw error
        })
      }
      if (last.stop !== null && isOfThePage(last.stop)) errors.add(faultOf(last.stop, visit.limits.processorMs))
      const why = last.stop === null ? notRun('ollio', last.problem ?? 'the browser gave no answer') : REASONS[last.stop]
      for (const part of survey.parts) part.giveUp(why.notRun)
      return survey.report(errors.list)
    },
  }
}

/** A browser that does not start on a busy machine may do so later. Throws 'cancelled', and if there is no browser at all. */
function notStarted(error: unknown, signal: AbortSignal): VisitEnd {
  if (signal.aborted || !(error instanceof Failure) || error.cause === undefined) throw error
  return { stop: 'lost', problem: error.message }
}

/** The page is responsible for these. */
type PageStop = 'crash' | 'memory' | 'processor-time' | 'messages'

/** A crash may come from a machine without memory; one that happens twice is the page's. */
function mayTryAgain(stop: Stop | null): boolean {
  return stop !== 'processor-time' && stop !== 'memory' && stop !== 'messages'
}

function isOfThePage(stop: Stop): stop is PageStop {
  return REASONS[stop].notRun.cause === 'page'
}

function faultOf(stop: PageStop, processorMs: number): string {
  if (stop === 'messages') return 'The page sends console messages, errors or requests without end'
  if (stop === 'processor-time') return `The page kept the browser busy for more than ${processorMs / 1_000} seconds of processor time`
  return stop === 'memory' ? 'The page crashed: it used all of its memory' : 'The page crashed. It may use too much memory'
}
