/** One static file of a built page, served to the browser as it would be from PREVIEW_URL. */
export type PageFile = { path: string; bytes: Uint8Array; contentType: string }

export type AccessibilityFinding = {
  rule: string
  impact: 'minor' | 'moderate' | 'serious' | 'critical'
  help: string
  /** CSS selectors of the elements, at most five. */
  targets: string[]
}

export type PageReport = {
  /** Uncaught errors, `console.error`, failed requests; at most twenty, each at most 500 characters. */
  errors: string[]
  accessibility: AccessibilityFinding[]
  pictures: { widthPx: number; png: Uint8Array }[]
  /** The text that a person sees, at most 2,000 characters; empty means that nothing was rendered. */
  text: string
}

export type PageVisit = {
  /** Paths are relative to `url`; `index.html` is the page. */
  files: readonly PageFile[]
  /** Where the page pretends to live, ending in `/`; nothing is fetched from the network. */
  url: string
  /** Response headers of each file, the same that the preview sends. */
  headersFor: (file: PageFile) => Record<string, string>
  widthsPx: readonly number[]
  timeoutMs: number
  signal: AbortSignal
}

/** A real browser inside a sandbox of its own, without a network. Throws `Failure` ('browser-unavailable', 'cancelled') only. */
export interface PageBrowser {
  visit(visit: PageVisit): Promise<PageReport>
}
