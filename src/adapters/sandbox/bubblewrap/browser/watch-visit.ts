import type { Browser, Page } from 'playwright-core'
import type { PageVisit } from '#src/ports/page-browser.ts'
import type { IsolatedBrowser } from './isolated-chromium.ts'

/** What ended a visit early. The page is responsible for 'processor-time' and 'memory'; 'clock' and 'lost' are the machine's. */
export type Stop = 'processor-time' | 'memory' | 'crash' | 'clock' | 'lost'

export type VisitWatch = {
  /** Aborted when the visit is stopped or cancelled. */
  signal: AbortSignal
  /** `null` if nothing has stopped it. */
  stop(): Stop | null
  watchPage(page: Page): void
  end(): void
}

const POLL_MS = 250

/** Watches the limits of a visit. */
export function watchVisit({ browser, processorMs, isOutOfMemory }: IsolatedBrowser, { limits, signal }: PageVisit): VisitWatch {
  const stopping = new AbortController()
  let stopped: Stop | null = null
  const stop = (reason: Stop): void => {
    stopped ??= (reason === 'crash' || reason === 'lost') && isOutOfMemory() ? 'memory' : reason
    stopping.abort()
  }
  const clock = setTimeout(() => stop('clock'), limits.realMs)
  const meter = setInterval(() => {
    if ((processorMs() ?? 0) > limits.processorMs) stop('processor-time')
  }, POLL_MS)
  const onLost = (_browser: Browser): void => stop('lost')
  browser.on('disconnected', onLost)
  return {
    signal: AbortSignal.any([signal, stopping.signal]),
    stop: () => stopped,
    watchPage: (page) => void page.on('crash', () => stop('crash')),
    end() {
      clearTimeout(clock)
      clearInterval(meter)
      browser.off('disconnected', onLost)
    },
  }
}
