import { elementSources } from '#src/domain/checks/element-source.ts'
import type { NotRun } from '#src/domain/checks/measured.ts'
import type { PageElement, PageReport, PageView } from '#src/ports/page-browser.ts'
import { judgeAccessibility } from './check-accessibility.ts'
import { failed, notRunYet, passed, some } from './check-result.ts'
import type { CheckResult } from './check-result.ts'
import { allTexts } from './check-subject.ts'
import type { Subject } from './check-subject.ts'
import { annotate, describe, listViews } from './page-elements.ts'
import type { SourceOf } from './page-elements.ts'

/** The check lines for what the browser saw on the built page, and for what it could not see. */
export function checkPage(subject: Subject, page: PageReport): CheckResult[] {
  const sourceOf = elementSources(
    elementsIn(page).map(({ html }) => html),
    allTexts(subject),
  )
  return [
    judgeContent(page),
    ...judgeAccessibility(page.views, sourceOf),
    judgeLayout(page, sourceOf),
    ...judgeKeyboard(page, sourceOf),
    ...judgeLateContent(page),
    ...judgeDarkScheme(page.views),
    ...judgePictures(page.views),
  ]
}

/** All elements that a finding may name. */
function elementsIn({ views, thorough }: PageReport): PageElement[] {
  const seen = views.flatMap(({ accessibility }) => (accessibility.value === undefined ? [] : [accessibility.value]))
  const inViews = seen.flatMap(({ violations, unmeasured }) => [...violations.flatMap(({ elements }) => elements), ...unmeasured])
  const { unreached = [], unmarked = [], trap = null } = thorough?.keyboard.value ?? {}
  const overflow = thorough?.overflow.value ?? null
  return [...inViews, ...unreached, ...unmarked, ...(trap === null ? [] : [trap]), ...(overflow === null ? [] : [overflow.element])]
}

/** The page's lines if there is no page to look at. */
export function pageNotRun(why: NotRun): CheckResult[] {
  return ['Page', 'Accessibility', 'Layout', 'Keyboard'].map((name) => notRunYet(name, why))
}

function judgeContent({ errors, text, thorough }: PageReport): CheckResult {
  // What was seen counts, also if the rest was not measured.
  if (errors.length > 0) return failed('Page', errors.slice(0, 2).join('; '), errors.join('\n'))
  if (text.notRun !== undefined) return notRunYet('Page', text.notRun)
  if (text.value.trim() === '') return failed('Page', 'the page is empty', 'the page shows no text')
  const letters = thorough?.lettersVisible
  if (letters === undefined) return passed('Page', 'renders without errors')
  if (letters.notRun !== undefined) return notRunYet('Page', letters.notRun, { what: 'whether the text is visible' })
  const invisible = 'the page’s text is invisible: something covers it, or it has the color of its background'
  return letters.value ? passed('Page', 'renders visible text without errors') : failed('Page', invisible, invisible)
}

function judgeLayout({ thorough }: PageReport, sourceOf: SourceOf): CheckResult {
  const overflow = thorough?.overflow
  if (overflow === undefined) return notRunYet('Layout', NOT_ASKED)
  if (overflow.notRun !== undefined) return notRunYet('Layout', overflow.notRun)
  if (overflow.value === null) return passed('Layout', 'no horizontal scrolling at 320 px')
  const { widthPx, excessPx, element } = overflow.value
  const text = `at ${widthPx} px the page is ${excessPx} px too wide`
  const detail = describe(text, [element], sourceOf)
  return failed('Layout', detail, detail, { annotations: annotate(text, [element], sourceOf, 'failure') })
}

function judgeKeyboard({ thorough }: PageReport, sourceOf: SourceOf): CheckResult[] {
  const keyboard = thorough?.keyboard
  if (keyboard === undefined) return [notRunYet('Keyboard', NOT_ASKED)]
  if (keyboard.notRun !== undefined) return [notRunYet('Keyboard', keyboard.notRun)]
  const { controls, unreached, unmarked, trap, left, unseen } = keyboard.value
  const findings = [
    { text: 'focus is trapped here', elements: trap === null ? [] : [trap] },
    { text: 'not reachable with the Tab key', elements: unreached },
    { text: 'focus is not visible here', elements: unmarked },
  ].filter(({ elements }) => elements.length > 0)
  if (findings.length > 0) {
    const texts = findings.map(({ text, elements }) => describe(text, elements, sourceOf))
    const annotations = findings.flatMap(({ text, elements }) => annotate(text, elements, sourceOf, 'failure'))
    return [failed('Keyboard', some(texts), texts.join('\n'), { annotations })]
  }
  const tooMany = [
    ...(left === 0 ? [] : [`${left} controls after the first ${controls} were not walked through`]),
    ...(unseen === 0 ? [] : [`the focus mark of ${unseen} controls was not looked at`]),
  ]
  if (tooMany.length > 0) return [notRunYet('Keyboard', { cause: 'page', reason: tooMany.join('; ') }, { required: false })]
  if (controls === 0) return [passed('Keyboard', 'the page has no controls')]
  return [
    passed(
      'Keyboard',
      controls === 1 ? 'the control is reachable and shows focus' : `all ${controls} controls are reachable and show focus`,
    ),
  ]
}

/** What appears or changes by itself after the page was inspected was checked by nobody. */
function judgeLateContent({ thorough }: PageReport): CheckResult[] {
  if (thorough?.changedLater.value !== true) return []
  return [notRunYet('Late content', { cause: 'page', reason: 'the page’s text changed after it was checked' }, { required: false })]
}

/** A dark scheme that looks like the light one was probably not switched on. */
function judgeDarkScheme(views: readonly PageView[]): CheckResult[] {
  const same = views.some(
    (dark) =>
      dark.scheme === 'dark' &&
      views.some((light) => light.scheme === 'light' && light.widthPx === dark.widthPx && looksTheSame(light, dark)),
  )
  if (!same) return []
  return [
    notRunYet(
      'Dark scheme',
      { cause: 'page', reason: 'the page looks the same in the dark scheme as in the light one' },
      { required: false },
    ),
  ]
}

function looksTheSame({ picture: one }: PageView, { picture: other }: PageView): boolean {
  if (one.value === undefined || other.value === undefined) return false
  return Buffer.from(one.value.png).equals(Buffer.from(other.value.png))
}

/** Pictures that are missing, or that don't show the whole page. */
function judgePictures(views: readonly PageView[]): CheckResult[] {
  const missing = views.filter(({ picture }) => picture.notRun !== undefined)
  const why = missing[0]?.picture.notRun
  if (why !== undefined) return [notRunYet('Pictures', why, { what: missing.length === views.length ? null : listViews(missing) })]
  const cutPx = Math.max(0, ...views.map(({ picture }) => picture.value?.cutPx ?? 0))
  if (cutPx === 0) return []
  const reason = `the page is so long that up to ${cutPx} px at its end are not in the pictures`
  return [notRunYet('Pictures', { cause: 'page', reason }, { required: false })]
}

const NOT_ASKED: NotRun = { cause: 'ollio', reason: 'it was not measured' }
