import { chromium } from 'playwright-core'

export type Seen = {
  status: number
  /** Console errors and uncaught ones, of the page and its frames. */
  errors: string[]
  text: string
  /** What the first frame in it shows. */
  frameText: string
}

/** Opens an address as a person would, in a browser on this machine. For pages of tests only: it has no sandbox around it. */
export async function lookAt(url: string): Promise<Seen> {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update'],
  })
  try {
    const page = await browser.newPage()
    const errors: string[] = []
    page.on('console', (message) => void (message.type() === 'error' && errors.push(message.text())))
    page.on('pageerror', (error) => errors.push(error.message))
    const response = await page.goto(url, { waitUntil: 'networkidle' })
    const frame = page.frames()[1]
    return {
      status: response?.status() ?? 0,
      errors,
      text: await page.locator('body').innerText(),
      frameText: frame === undefined ? '' : await frame.locator('body').innerText(),
    }
  } finally {
    await browser.close()
  }
}
