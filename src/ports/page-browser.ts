import type { DarkScheme } from '#src/domain/preview/dark-scheme.ts'

/** One static file of a built page, served to the browser as it would be from PREVIEW_URL. */
export type PageFile = { path: string; bytes: Uint8Array; contentType: string }

export type ColourScheme = 'light' | 'dark'

/** An element of the page: a CSS path to it, at most 200 characters, and the beginning of its HTML, at most 400. */
export type PageElement = { path: string; html: string }

export type AccessibilityFinding = {
  rule: string
  impact: 'minor' | 'moderate' | 'serious' | 'critical'
  help: string
  /** At most five. */
  elements: PageElement[]
}

type PagePicture = { widthPx: number; scheme: ColourScheme; png: Uint8Array }

/** What was found by going through a page with the Tab key. */
export type KeyboardReport = {
  /** How many controls a person sees, and how many of them got the focus. */
  controls: number
  reached: number
  /** Controls that never get the focus, at most ten. */
  unreached: PageElement[]
  /** Controls that look the same with the focus as without, at most ten. */
  unmarked: PageElement[]
  /** Where the focus stays for ever; `null` where it goes through the whole page. */
  trap: PageElement | null
}

/** The page is wider than its window: by how much, and the element that reaches furthest. */
type Overflow = { widthPx: number; excessPx: number; element: PageElement }

export type PageReport = {
  /** Uncaught errors, `console.error`, failed requests; at most twenty, each at most 500 characters. */
  errors: string[]
  accessibility: AccessibilityFinding[]
  /** Texts of which no contrast could be told, since they are covered or stand on a picture; at most ten. */
  unmeasured: PageElement[]
  /** The share, 0 to 1, of the text that people see and that is hidden from screen readers. */
  hiddenShare: number
  pictures: PagePicture[]
  /** The text that a person sees, at most 2,000 characters; empty means that nothing was rendered. */
  text: string
  /** `null` where nothing sticks out, or nobody asked. */
  overflow: Overflow | null
  /** `null` where nobody asked, or the page could not be gone through. */
  keyboard: KeyboardReport | null
}

export type PageVisit = {
  /** Paths are relative to `url`; `index.html` is the page. */
  files: readonly PageFile[]
  /** Where the page pretends to live, ending in `/`; nothing is fetched from the network. */
  url: string
  /** Response headers of each file, the same that the preview sends. */
  headersFor: (file: PageFile) => Record<string, string>
  widthsPx: readonly number[]
  /** Measures the width at 320 px, the keyboard's reach and the dark scheme, where there is one, as well. */
  thorough?: { dark: DarkScheme | null }
  timeoutMs: number
  signal: AbortSignal
}

/** A real browser inside a sandbox of its own, without a network. Throws `Failure` ('browser-unavailable', 'cancelled') only. */
export interface PageBrowser {
  visit(visit: PageVisit): Promise<PageReport>
}
