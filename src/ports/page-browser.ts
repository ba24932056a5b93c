import type { Measured } from '#src/domain/checks/measured.ts'
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

/** The result of moving through a page with the Tab key. */
export type KeyboardReport = {
  /** How many controls are visible, and how many of them got the focus. */
  controls: number
  reached: number
  /** Controls beyond the 300 that are walked through. */
  left: number
  /** Controls whose focus mark was not looked for in pictures, because there are more than forty of them. */
  unseen: number
  /** Controls that never get the focus, at most ten. */
  unreached: PageElement[]
  /** Controls that look the same with and without focus, at most ten. */
  unmarked: PageElement[]
  /** The element that keeps the focus forever; `null` if the focus moves through the whole page. */
  trap: PageElement | null
}

/** The page is wider than its window: by how many px, and the element that extends furthest. */
export type Overflow = { widthPx: number; excessPx: number; element: PageElement }

/** What axe found in one view. */
export type AccessibilityReport = {
  violations: AccessibilityFinding[]
  /** Texts whose contrast can't be measured because they are covered or on a picture; at most five. */
  unmeasured: PageElement[]
  /** Frames inside the page that could not be inspected. */
  uninspectedFrames: number
  /** The share of the visible text, 0 to 1, that is hidden from screen readers. */
  hiddenShare: number
}

/** The page at one width in one color scheme. In the dark scheme, axe measures contrast only. */
export type PageView = {
  widthPx: number
  scheme: ColorScheme
  picture: Measured<PagePicture>
  accessibility: Measured<AccessibilityReport>
}

/** `cutPx`: how much of the page's height is not in the picture. */
export type PagePicture = { png: Uint8Array; cutPx: number }

/** Each part was measured on its own: what is missing says why. */
export type PageReport = {
  /** Uncaught errors, `console.error`, failed requests; at most twenty, each at most 500 characters. They were seen, so they count. */
  errors: string[]
  /** The visible text, at most 2,000 characters; empty means that nothing was rendered. */
  text: Measured<string>
  views: PageView[]
  /** `null` if the visit did not ask for it. */
  thorough: ThoroughReport | null
}

type ThoroughReport = {
  /** False if the page looks the same without its letters. */
  lettersVisible: Measured<boolean>
  /** At 320 px; `null` if nothing overflows. */
  overflow: Measured<Overflow | null>
  keyboard: Measured<KeyboardReport>
  /** True if the page’s text changed after it was inspected. */
  changedLater: Measured<boolean>
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
  /** `processorMs`: what the page may use; more is its own fault. `realMs`: the last bound; reaching it is the machine's. */
  limits: { processorMs: number; realMs: number }
  /** Resolves when the machine has room for another try of what it cut short. */
  whenRoom: (signal: AbortSignal) => Promise<void>
  signal: AbortSignal
}

/**
 * A real browser in its own sandbox without network. What a visit could not finish is tried once more in a fresh browser. Throws only
 * `Failure` ('browser-unavailable', 'cancelled').
 */
export interface PageBrowser {
  visit(visit: PageVisit): Promise<PageReport>
}
