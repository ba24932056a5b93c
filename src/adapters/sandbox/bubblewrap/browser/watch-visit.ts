import type { Browser, Page } from 'playwright-core'
import type { PageVisit } from '#src/ports/page-browser.ts'
import type { IsolatedBrowser } from './isolated-chromium.ts'

/**
 * What ended a visit early. The page is responsible for 'processor-time', 'memory' and 'messages', of which it sent too many; 'clock' and
 * 'lost' are the machine's.
 */
export type Stop = 'processor-time' | 'memory' | 'messages' | 'crash' | 'clock' | 'lost'

export type VisitWatch = {
  /** Aborted when the visit is stopped or cancelled. */
  signal: AbortSignal
  /** `null` if nothing has stopped it. */
  stop(): Stop | null
  watchPage(page: Page): void
  end(): void
}

const POLL_MS = 250
/**
 * Maximum number of console messages, errors, requests and windows of a visit, and the size of all console messages, in characters. Each
 * of them is work for this process.
 */
const MESSAGES = { count: 2_000, characters: 8_000_000 }

/** Watches the limits of a visit. */
export function watchVisit({ browser, processorMs, isOutOfMemory }: IsolatedBrowser, { limits, signal }: PageVisit): VisitWatch {
  const stopping = new AbortController()
  let stopped: Stop | null = null
  const messages = { count: 0, characters: 0 }
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
    watchPage(page) {
      page.on('crash', () => stop('crash'))
      const count = (): void => {
        messages.count += 1
        if (messages.count > MESSAGES.count || messages.characters > MESSAGES.characters) stop('messages')
      }
      page.on('console', (message) => {
        messages.characters += message.text().length
        count()
      })
      page.on('pageerror', count)
      page.on('request', count)
      page.on('popup', count)
      page.on('framenavigated', count)
    },
    end() {
      clearTimeout(clock)
      clearInterval(meter)
      browser.off('disconnected', onLost)
    },
  }
}
