import type { Page } from 'playwright-core'
import type { KeyboardReport, PageElement } from '#src/ports/page-browser.ts'
import type { Focus, PageInspector } from './page-inspector.ts'

/** Maximum number of elements listed of each kind. */
const NAMED = 10
/** Maximum number of controls whose focus mark is searched for in pictures. */
const PICTURED = 40
/** Presses beyond the number of controls, for things that take the focus but aren't controls: scrollable regions, frames. */
const SPARE_PRESSES = 40

/** Walks through a page with the Tab key, like somebody without a mouse. */
export async function walkByKeyboard(page: Page, inspector: PageInspector): Promise<KeyboardReport> {
  const { walked: controls, left } = await inspector.beginWalk()
  const reached = new Set<number>()
  const unmarked: number[] = []
  let pictured = 0
  let unseen = 0
  let last: Focus = { index: -1 }
  let timesLeft = 0
  for (let press = 0; press < controls + SPARE_PRESSES && reached.size < controls; press += 1) {
    await page.keyboard.press('Tab')
    last = await inspector.focused()
    if (last.index === -1) {
      // The focus is past the last control. An element that focused itself may have made the walk start after the first one, so it goes
      // round once more.
      timesLeft += 1
      if (timesLeft > 1) break
      continue
    }
    if (last.index === -2 || reached.has(last.index)) continue
    reached.add(last.index)
    if (last.isPlain === true || unmarked.length >= NAMED) continue
    if (pictured >= PICTURED) {
      unseen += 1
      continue
    }
    pictured += 1
    if (!(await looksFocused(page, inspector, last))) unmarked.push(last.index)
  }
  const unreached = await inspector.unreached([...reached])
  const isTrapped = timesLeft === 0 && unreached.length > 0 && reached.size > 0
  const describe = (indexes: readonly number[]): Promise<PageElement[]> =>
    Promise.all(indexes.slice(0, NAMED).map((index) => inspector.control(index)))
  return {
    controls,
    left,
    unseen,
    reached: controls - unreached.length,
    unreached: await describe(unreached),
    unmarked: await describe(unmarked),
    trap: isTrapped && last.index >= 0 ? await inspector.control(last.index) : null,
  }
}

/** True if the control and its surroundings look different with and without the focus. */
async function looksFocused(page: Page, inspector: PageInspector, { around }: Focus): Promise<boolean> {
  if (around === undefined || around.width < 1 || around.height < 1) return false
  const picture = (): Promise<Buffer> => page.screenshot({ clip: around, animations: 'disabled', caret: 'hide' })
  const focused = await picture()
  // The next Tab still continues from here.
  await inspector.blur()
  return !focused.equals(await picture())
}
