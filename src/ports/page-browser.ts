import type { DarkScheme } from '#src/domain/preview/dark-scheme.ts'

/** One static file of a built page, served to the browser as from PREVIEW_URL. */
export type PageFile = { path: string; bytes: Uint8Array; contentType: string }

export type ColorScheme = 'light' | 'dark'

/** An element of the page: a CSS path to it, at most 200 characters, and the start of its HTML, at most 400. */
export type PageElement = { path: string; html: string }

export type AccessibilityFinding = {
  rule: string
  impact: 'minor' | 'moderate' | 'serious' | 'critical'
  help: string
  /** At most five. */
  elements: PageElement[]
}

type PagePicture = { widthPx: number; scheme: ColorScheme; png: Uint8Array }

/** The result of moving through a page with the Tab key. */
export type KeyboardReport = {
  /** How many controls are visible, and how many of them got the focus. */
  controls: number
  reached: number
  /** Controls that never get the focus, at most ten. */
  unreached: PageElement[]
  /** Controls that look the same with and without focus, at most ten. */
  unmarked: PageElement[]
  /** The element that keeps the focus forever; `null` if the focus moves through the whole page. */
  trap: PageElement | null
}

/** The page is wider than its window: by how many px, and the element that extends furthest. */
type Overflow = { widthPx: number; excessPx: number; element: PageElement }

export type PageReport = {
  /** Uncaught errors, `console.error`, failed requests; at most twenty, each at most 500 characters. */
  errors: string[]
  accessibility: AccessibilityFinding[]
  /** Texts whose contrast can't be measured because they are covered or on a picture; at most ten. */
  unmeasured: PageElement[]
  /** The share of the visible text, 0 to 1, that is hidden from screen readers. */
  hiddenShare: number
  pictures: PagePicture[]
  /** The visible text, at most 2,000 characters; empty means that nothing was rendered. */
  text: string
  /** `null` if nothing overflows, or it was not measured. */
  overflow: Overflow | null
  /** `null` if it was not measured, or the browser couldn't move through the page. */
  keyboard: KeyboardReport | null
}

export type PageVisit = {
  /** Paths are relative to `url`; `index.html` is the page. */
  files: readonly PageFile[]
  /** The URL that the page is served from, ending in `/`; nothing is fetched from the network. */
  url: string
  /** Response headers of each file, the same as those of the preview. */
  headersFor: (file: PageFile) => Record<string, string>
  widthsPx: readonly number[]
  /** Also measures overflow at 320 px, keyboard access and, if there is one, the dark scheme. */
  thorough?: { dark: DarkScheme | null }
  timeoutMs: number
  signal: AbortSignal
}

/** A real browser in its own sandbox without network. Throws only `Failure` ('browser-unavailable', 'cancelled'). */
export interface PageBrowser {
  visit(visit: PageVisit): Promise<PageReport>
}
