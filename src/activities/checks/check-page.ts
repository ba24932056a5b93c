import { elementSource } from '#src/domain/checks/element-source.ts'
import type { Annotation } from '#src/domain/projects/records.ts'
import type { PageElement, PageReport } from '#src/ports/page-browser.ts'
import { failed, passed, some, warned } from './check-result.ts'
import type { CheckResult } from './check-result.ts'
import { allTexts } from './check-subject.ts'
import type { Subject } from './check-subject.ts'

/** If more of the text is hidden from screen readers, it is not decoration. */
const HIDDEN_SHARE = 0.5

/** The four check lines for what the browser saw on the built page. */
export function checkPage(subject: Subject, page: PageReport): CheckResult[] {
  const sources = allTexts(subject)
  return [judgeContent(page), judgeAccessibility(page, sources), judgeLayout(page, sources), judgeKeyboard(page, sources)]
}

function judgeContent({ errors, text }: PageReport): CheckResult {
  if (errors.length > 0) return failed('Page', errors.slice(0, 2).join('; '), errors.join('\n'))
  if (text.trim() === '') return failed('Page', 'the page is empty', 'the page shows no text')
  return passed('Page', 'renders without errors')
}

function judgeAccessibility({ accessibility, unmeasured, hiddenShare }: PageReport, sources: Record<string, string>): CheckResult {
  const findings = accessibility.map(({ rule, help, elements }) => ({ text: `${rule}: ${help}`, elements }))
  if (hiddenShare > HIDDEN_SHARE)
    findings.unshift({
      text: `${Math.round(hiddenShare * 100)} % of the visible text is hidden from screen readers by aria-hidden`,
      elements: [],
    })
  if (findings.length > 0) {
    const texts = findings.map(({ text, elements }) => describe(text, elements, sources))
    const annotations = findings.flatMap(({ text, elements }) => annotate(text, elements, sources, 'failure'))
    return failed('Accessibility', some(texts), texts.join('\n'), { annotations })
  }
  if (unmeasured.length === 0) return passed('Accessibility', 'axe found no WCAG 2.2 AA violations')
  const doubt = 'the contrast of text that is covered or over a picture could not be measured'
  return warned('Accessibility', `axe found no WCAG 2.2 AA violations; ${describe(doubt, unmeasured, sources)}`, {
    annotations: annotate(doubt, unmeasured, sources, 'warning'),
  })
}

function judgeLayout({ overflow }: PageReport, sources: Record<string, string>): CheckResult {
  if (overflow === null) return passed('Layout', 'no horizontal scrolling at 320 px')
  const text = `at ${overflow.widthPx} px the page is ${overflow.excessPx} px too wide`
  const detail = describe(text, [overflow.element], sources)
  return failed('Layout', detail, detail, { annotations: annotate(text, [overflow.element], sources, 'failure') })
}

function judgeKeyboard({ keyboard }: PageReport, sources: Record<string, string>): CheckResult {
  if (keyboard === null) return warned('Keyboard', 'the page could not be tested with the keyboard')
  const { controls, unreached, unmarked, trap } = keyboard
  const findings = [
    { text: 'focus is trapped here', elements: trap === null ? [] : [trap] },
    { text: 'not reachable with the Tab key', elements: unreached },
    { text: 'focus is not visible here', elements: unmarked },
  ].filter(({ elements }) => elements.length > 0)
  if (findings.length > 0) {
    const texts = findings.map(({ text, elements }) => describe(text, elements, sources))
    const annotations = findings.flatMap(({ text, elements }) => annotate(text, elements, sources, 'failure'))
    return failed('Keyboard', some(texts), texts.join('\n'), { annotations })
  }
  return passed('Keyboard', controls === 0 ? 'the page has no controls' : `all ${controls} controls are reachable and show focus`)
}

/** A finding with its elements, each with its source if it is known. */
function describe(text: string, elements: readonly PageElement[], sources: Record<string, string>): string {
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
