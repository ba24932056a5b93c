import { openWindow, startChromium } from './chromium.ts'

export type Seen = {
  status: number
  /** Console errors and uncaught ones, of the page and its frames. */
  errors: string[]
  text: string
  /** What the first frame in it shows. */
  frameText: string
}

/** Opens an address as a person would. */
export async function lookAt(url: string): Promise<Seen> {
  const browser = await startChromium()
  try {
    const { page, problems } = await openWindow(browser, { url })
    const response = await page.goto(url, { waitUntil: 'networkidle' })
    const frame = page.frames()[1]
    return {
      status: response?.status() ?? 0,
      errors: problems,
      text: await page.locator('body').innerText(),
      frameText: frame === undefined ? '' : await frame.locator('body').innerText(),
    }
  } finally {
    await browser.close()
  }
}
