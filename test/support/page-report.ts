import { measured } from '#src/domain/checks/measured.ts'
import type { Measured, NotRun } from '#src/domain/checks/measured.ts'
import type {
  AccessibilityFinding,
  AccessibilityReport,
  ColorScheme,
  KeyboardReport,
  PageElement,
  PageReport,
  PageView,
} from '#src/ports/page-browser.ts'

type Overflow = NonNullable<NonNullable<PageReport['thorough']>['overflow']['value']>

/** A report in which everything was measured, with its views merged, as tests compare it. */
export type FlatPage = {
  errors: string[]
  text: string
  accessibility: AccessibilityFinding[]
  unmeasured: PageElement[]
  hiddenShare: number
  pictures: { widthPx: number; scheme: ColorScheme; png: Uint8Array }[]
  /** `null` if nothing overflows or the visit was not thorough. */
  overflow: Overflow | null
  keyboard: KeyboardReport | null
  lettersVisible: boolean | null
  changedLater: boolean | null
}

/** What a fake browser reports. Each part may say why it was not measured. */
export type FakePage = {
  errors: string[]
  text: string | { notRun: NotRun }
  accessibility: AccessibilityFinding[] | { notRun: NotRun }
  unmeasured: PageElement[]
  hiddenShare: number
  overflow: Overflow | null | { notRun: NotRun }
  keyboard: KeyboardReport | { notRun: NotRun }
  lettersVisible: boolean | { notRun: NotRun }
  changedLater: boolean
  picture: (widthPx: number, scheme: ColorScheme) => { png: Uint8Array; cutPx: number } | { notRun: NotRun }
}

/** Builds the report of a fake page at these widths. */
export function reportOf(page: FakePage, widthsPx: readonly number[], thorough: { dark: unknown } | undefined): PageReport {
  const { errors, text, accessibility, unmeasured, hiddenShare, overflow, keyboard, lettersVisible, changedLater } = page
  const axe: Measured<AccessibilityReport> =
    'notRun' in accessibility ? accessibility : measured({ violations: accessibility, unmeasured, hiddenShare, uninspectedFrames: 0 })
  const view = (widthPx: number, scheme: ColorScheme): PageView => ({
    ...{ widthPx, scheme },
    picture: orNotRun(page.picture(widthPx, scheme)),
    accessibility: scheme === 'light' || 'notRun' in axe ? axe : measured({ ...axe.value, violations: [], unmeasured: [], hiddenShare: 0 }),
  })
  const light = widthsPx.map((widthPx) => view(widthPx, 'light'))
  return {
    errors,
    text: orNotRun(text),
    views: thorough?.dark == null ? light : [...light, view(1_280, 'dark')],
    thorough:
      thorough === undefined
        ? null
        : {
            overflow: orNotRun(overflow),
            keyboard: orNotRun(keyboard),
            lettersVisible: orNotRun(lettersVisible),
            changedLater: measured(changedLater),
          },
  }
}

function orNotRun<Value>(value: Value | { notRun: NotRun }): Measured<Value> {
  return typeof value === 'object' && value !== null && 'notRun' in value ? value : measured(value)
}

/** Merges the views of a report. Throws if something was not measured. */
export function flatten({ errors, text, views, thorough }: PageReport): FlatPage {
  const seen = views.map(({ scheme, accessibility }) => ({ scheme, ...valueOf(accessibility) }))
  const rules = new Map<string, AccessibilityFinding>()
  for (const { scheme, violations } of seen)
    for (const violation of violations) {
      const help = scheme === 'dark' ? `${violation.help} (in the dark scheme)` : violation.help
      const known = rules.get(`${violation.rule} ${help}`)
      rules.set(`${violation.rule} ${help}`, { ...violation, help, elements: byPath([...(known?.elements ?? []), ...violation.elements]) })
    }
  return {
    errors,
    text: valueOf(text),
    accessibility: [...rules.values()],
    unmeasured: byPath(seen.flatMap(({ unmeasured }) => unmeasured)),
    hiddenShare: Math.max(0, ...seen.map(({ hiddenShare }) => hiddenShare)),
    pictures: views.map(({ widthPx, scheme, picture }) => ({ widthPx, scheme, png: valueOf(picture).png })),
    overflow: thorough === null ? null : valueOf(thorough.overflow),
    keyboard: thorough === null ? null : valueOf(thorough.keyboard),
    lettersVisible: thorough === null ? null : valueOf(thorough.lettersVisible),
    changedLater: thorough === null ? null : valueOf(thorough.changedLater),
  }
}

function valueOf<Value>(one: Measured<Value>): Value {
  if (one.notRun !== undefined) throw new Error(`Not measured: ${one.notRun.cause}: ${one.notRun.reason}`)
  return one.value
}

function byPath(elements: readonly PageElement[]): PageElement[] {
  return [...new Map(elements.map((element) => [element.path, element])).values()].slice(0, 5)
}
