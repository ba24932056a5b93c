import type { Browser, Page } from 'playwright-core'
import { previewHeaders } from '#src/domain/preview/preview-headers.ts'
import type { PageFile } from '#src/ports/page-browser.ts'
import { openWindow } from '#test/support/chromium.ts'
import { BASE_PATH } from './compile-page.ts'

const PREVIEW_URL = 'https://preview.test'

/** Opens a built page with the preview's headers; `problems` are console errors and uncaught errors. */
export async function openPage(
  browser: Browser,
  files: readonly PageFile[],
  look: { width?: number; dark?: boolean } = {},
): Promise<{ page: Page; problems: string[] }> {
  const { page, problems } = await openWindow(browser, { url: PREVIEW_URL, ...look })
  await page.route('**/*', async (route) => {
    const path = new URL(route.request().url()).pathname.replace(BASE_PATH, '') || 'index.html'
    const file = files.find((one) => one.path === path)
    if (file === undefined) return route.abort()
    const headers = previewHeaders({ previewUrl: PREVIEW_URL, publicUrl: 'https://ollio.test', contentType: file.contentType })
    await route.fulfill({ body: Buffer.from(file.bytes), headers })
  })
  await page.goto(`${PREVIEW_URL}${BASE_PATH}`, { waitUntil: 'networkidle', timeout: 60_000 })
  return { page, problems }
}
