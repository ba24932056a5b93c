import type { AccessibilityFinding, AccessibilityReport, ColorScheme, PageElement, PageView } from '#src/ports/page-browser.ts'
import { failed, notRunYet, passed, some } from './check-result.ts'
import type { CheckResult } from './check-result.ts'
import { annotate, byPath, describe, listViews } from './page-elements.ts'
import type { SourceOf } from './page-elements.ts'

/** If more of the text is hidden from screen readers, it is not decoration. */
const HIDDEN_SHARE = 0.5

/** What axe found in all views, and what it could not judge. */
export function judgeAccessibility(views: readonly PageView[], sourceOf: SourceOf): CheckResult[] {
  const seen = views.flatMap(({ scheme, accessibility }) => (accessibility.value === undefined ? [] : [{ scheme, ...accessibility.value }]))
  const missing = views.filter(({ accessibility }) => accessibility.notRun !== undefined)
  const findings = accessibilityFindings(seen)
  if (findings.length > 0) {
    const texts = findings.map(({ text, elements }) => describe(text, elements, sourceOf))
    const annotations = findings.flatMap(({ text, elements }) => annotate(text, elements, sourceOf, 'failure'))
    return [failed('Accessibility', some(texts), texts.join('\n'), { annotations })]
  }
  const why = missing[0]?.accessibility.notRun
  if (why !== undefined) return [notRunYet('Accessibility', why, { what: missing.length === views.length ? null : listViews(missing) })]
  return [passed('Accessibility', `axe found no WCAG 2.2 AA violations: ${listViews(views)}`), ...judgeUnseen(seen, sourceOf)]
}

type SeenView = AccessibilityReport & { scheme: ColorScheme }
type Finding = { text: string; elements: PageElement[] }

/** The same finding in another view only adds its elements. */
function accessibilityFindings(views: readonly SeenView[]): Finding[] {
  const hidden = Math.max(0, ...views.map(({ hiddenShare }) => hiddenShare))
  const found = new Map<string, PageElement[]>()
  const add = ({ rule, help, elements }: AccessibilityFinding, scheme: ColorScheme): void => {
    const text = `${rule}: ${help}${scheme === 'dark' ? ' (in the dark scheme)' : ''}`
    found.set(text, byPath([...(found.get(text) ?? []), ...elements]))
  }
  for (const { violations, scheme } of views) for (const violation of violations) add(violation, scheme)
  const share = `${Math.round(hidden * 100)} % of the visible text is hidden from screen readers by aria-hidden`
  return [...(hidden > HIDDEN_SHARE ? [{ text: share, elements: [] }] : []), ...[...found].map(([text, elements]) => ({ text, elements }))]
}

/** What axe could not judge on a page without violations. */
function judgeUnseen(views: readonly SeenView[], sourceOf: SourceOf): CheckResult[] {
  const unmeasured = byPath(views.flatMap((view) => view.unmeasured))
  const frames = Math.max(0, ...views.map(({ uninspectedFrames }) => uninspectedFrames))
  const covered = 'text that is covered or over a picture has no measurable contrast'
  return [
    ...(unmeasured.length === 0
      ? []
      : [
          notRunYet(
            'Contrast',
            { cause: 'page', reason: describe(covered, unmeasured, sourceOf) },
            { required: false, annotations: annotate(covered, unmeasured, sourceOf, 'warning') },
          ),
        ]),
    ...(frames === 0
      ? []
      : [notRunYet('Frames', { cause: 'page', reason: `axe could not inspect ${frames} of the page’s frames` }, { required: false })]),
  ]
}
