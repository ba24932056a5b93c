import type { Page } from 'playwright-core'
import { setTimeout as sleep } from 'node:timers/promises'

/** The page itself keeps a measurement from ending. */
export class PageFault extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'PageFault'
  }
}

const PAUSE_MS = 100
/** A minute on an idle machine. */
const PINGS = 600

/**
 * Waits for `work`, but not longer than the page answers so many pings. On a busy machine the answers take longer too, and a page that is
 * computing gives none, so only a measurement that hangs while its page is idle reaches this limit. Fails with `PageFault` then.
 */
export async function withinPings<Value>(page: Page, work: () => Promise<Value>, pings = PINGS): Promise<Value> {
  const working = work()
  const settled = working.then(
    () => true,
    () => true,
  )
  const session = await page.context().newCDPSession(page)
  try {
    for (let answered = 0; answered < pings; answered += 1) {
      if (await Promise.race([settled, sleep(PAUSE_MS, false)])) return await working
      const answer = session.send('Runtime.evaluate', { expression: '0' }).then(
        () => false,
        // The page is gone, and `work` will fail.
        () => new Promise<boolean>(() => undefined),
      )
      if (await Promise.race([settled, answer])) return await working
    }
  } finally {
    await session.detach().catch(() => undefined)
  }
  throw new PageFault('the page did not let the browser finish')
}
