import { createBubblewrapBrowser } from '#src/adapters/sandbox/bubblewrap/browser/bubblewrap-browser.ts'
import { previewHeaders } from '#src/domain/preview/preview-headers.ts'
import { flatten, type FlatPage } from '#test/support/page-report.ts'
import type { PageReport, PageVisit } from '#src/ports/page-browser.ts'

const PREVIEW_URL = 'https://preview.test'
export const PAGE_URL = `${PREVIEW_URL}/p/abc/`

/** A page without mistakes, except those that a test adds. */
type TestPage = { body?: string; script?: string; style?: string; files?: Record<string, string> }

const TYPES: Record<string, string> = { html: 'text/html', js: 'text/javascript', css: 'text/css', json: 'application/json' }

export function pageFiles({ body = '', script = '', style = '', files = {} }: TestPage): PageVisit['files'] {
  const html = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
    <title>Test</title><link rel="stylesheet" href="/p/abc/page.css">
  </head>
  <body><main><h1>Hello</h1>${body}</main><script type="module" src="/p/abc/page.js"></script></body>
</html>`
  return Object.entries({ 'index.html': html, 'page.js': script, 'page.css': style, ...files }).map(([path, text]) => ({
    path,
    bytes: Buffer.from(text),
    contentType: TYPES[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
  }))
}

/** Visits a page with the preview's headers. Fails if something was not measured. */
export async function visitPage(page: TestPage, options: Partial<PageVisit> = {}): Promise<FlatPage> {
  return flatten(await reportOn(page, options))
}

/** The same, with what was not measured. */
export function reportOn(page: TestPage, options: Partial<PageVisit> = {}): Promise<PageReport> {
  return createBubblewrapBrowser().visit({
    files: pageFiles(page),
    url: PAGE_URL,
    headersFor: ({ contentType }) => previewHeaders({ previewUrl: PREVIEW_URL, publicUrl: 'https://ollio.test', contentType }),
    widthsPx: [1_280],
    limits: { processorMs: 20_000, realMs: 120_000 },
    whenRoom: async () => undefined,
    signal: new AbortController().signal,
    ...options,
  })
}

/** Like another host than the preview's: without a policy that restricts the page. */
export const WITHOUT_POLICY: Partial<PageVisit> = { headersFor: ({ contentType }) => ({ 'content-type': contentType }) }

/** Width and height of a PNG. Source: https://www.w3.org/TR/png-3/#11IHDR */
export function pngSize(png: Uint8Array): { width: number; height: number } {
  const bytes = Buffer.from(png)
  if (bytes.subarray(1, 4).toString() !== 'PNG') throw new Error('This is not a PNG')
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
}
