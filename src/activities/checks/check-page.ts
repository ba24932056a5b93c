import { elementSource } from '#src/domain/checks/element-source.ts'
import type { Annotation } from '#src/domain/projects/records.ts'
import type { PageElement, PageReport } from '#src/ports/page-browser.ts'
import { failed, passed, some, warned } from './check-result.ts'
import type { CheckResult } from './check-result.ts'
import { allTexts } from './check-subject.ts'
import type { Subject } from './check-subject.ts'

/** More of the text than this hidden from screen readers is no decoration. */
const HIDDEN_SHARE = 0.5

/** What a browser saw of the built page, in four lines. */
export function checkPage(subject: Subject, page: PageReport): CheckResult[] {
  const sources = allTexts(subject)
  return [judgeContent(page), judgeAccessibility(page, sources), judgeLayout(page, sources), judgeKeyboard(page, sources)]
}

function judgeContent({ errors, text }: PageReport): CheckResult {
  if (errors.length > 0) return failed('Page', errors.slice(0, 2).join('; '), errors.join('\n'))
  if (text.trim() === '') return failed('Page', 'the page is empty', 'the page shows no text at all')
  return passed('Page', 'renders without an error')
}

function judgeAccessibility({ accessibility, unmeasured, hiddenShare }: PageReport, sources: Record<string, string>): CheckResult {
  const findings = accessibility.map(({ rule, help, elements }) => ({ text: `${rule}: ${help}`, elements }))
  if (hiddenShare > HIDDEN_SHARE)
    findings.unshift({
      text: `${Math.round(hiddenShare * 100)} % of the visible text is hidden from screen readers by aria-hidden`,
      elements: [],
    })
  if (findings.length > 0) {
    const told = findings.map(({ text, elements }) => tell(text, elements, sources))
    const annotations = findings.flatMap(({ text, elements }) => annotate(text, elements, sources, 'failure'))
    return failed('Accessibility', some(told), told.join('\n'), { annotations })
  }
  if (unmeasured.length === 0) return passed('Accessibility', 'axe found no violation of WCAG 2.2 AA')
  const doubt = 'the contrast of text that is covered or stands on a picture could not be measured'
  return warned('Accessibility', `axe found no violation of WCAG 2.2 AA; ${tell(doubt, unmeasured, sources)}`, {
    annotations: annotate(doubt, unmeasured, sources, 'warning'),
  })
}

function judgeLayout({ overflow }: PageReport, sources: Record<string, string>): CheckResult {
  if (overflow === null) return passed('Layout', 'no scrolling to the side at 320 px')
  const text = `at ${overflow.widthPx} px the page is ${overflow.excessPx} px too wide`
  const told = tell(text, [overflow.element], sources)
  return failed('Layout', told, told, { annotations: annotate(text, [overflow.element], sources, 'failure') })
}

function judgeKeyboard({ keyboard }: PageReport, sources: Record<string, string>): CheckResult {
  if (keyboard === null) return warned('Keyboard', 'the page could not be gone through')
  const { controls, unreached, unmarked, trap } = keyboard
  const findings = [
    { text: 'the focus stays here for ever', elements: trap === null ? [] : [trap] },
    { text: 'the Tab key never gets here', elements: unreached },
    { text: 'the focus can’t be seen here', elements: unmarked },
  ].filter(({ elements }) => elements.length > 0)
  if (findings.length > 0) {
    const told = findings.map(({ text, elements }) => tell(text, elements, sources))
    const annotations = findings.flatMap(({ text, elements }) => annotate(text, elements, sources, 'failure'))
    return failed('Keyboard', some(told), told.join('\n'), { annotations })
  }
  return passed('Keyboard', controls === 0 ? 'there is no control' : `all ${controls} controls are reached and show the focus`)
}

/** A finding with its elements, each with its source where that can be told. */
function tell(text: string, elements: readonly PageElement[], sources: Record<string, string>): string {
  const named = elements.map(({ path, html }) => {
    const place = elementSource(html, sources)
    return place === null ? path : `${path} in ${place.path}:${place.line}`
  })
  return named.length === 0 ? text : `${text} (${named.join(', ')})`
}

function annotate(
  message: string,
  elements: readonly PageElement[],
  sources: Record<string, string>,
  level: Annotation['level'],
): Annotation[] {
  return elements.flatMap(({ path, html }) => {
    const place = elementSource(html, sources)
    return place === null ? [] : [{ ...place, level, message: `${message} (${path})` }]
  })
}
