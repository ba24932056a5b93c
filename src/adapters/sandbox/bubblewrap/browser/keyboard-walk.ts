import type { Page } from 'playwright-core'
import type { KeyboardReport, PageElement } from '#src/ports/page-browser.ts'
import type { Focus, PageInspector } from './page-inspector.ts'

/** Elements named of each kind. */
const NAMED = 10
/** Controls whose mark of the focus is looked for in pictures. */
const PICTURED = 40
/** Presses more than there are controls, for what takes the focus and is none: regions that scroll, frames. */
const SPARE_PRESSES = 40

/** Goes through a page with the Tab key, as somebody without a mouse does. */
export async function walkByKeyboard(page: Page, lens: PageInspector): Promise<KeyboardReport> {
  const controls = await lens.beginWalk()
  const reached = new Set<number>()
  const unmarked: number[] = []
  let pictured = 0
  let last: Focus = { index: -1 }
  let timesLeft = 0
  for (let press = 0; press < controls + SPARE_PRESSES && reached.size < controls; press += 1) {
    await page.keyboard.press('Tab')
    last = await lens.focused()
    if (last.index === -1) {
      // Past the last one. What took the focus by itself may have made the walk begin behind the first one, so it goes round once more.
      timesLeft += 1
      if (timesLeft > 1) break
      continue
    }
    if (last.index === -2 || reached.has(last.index)) continue
    reached.add(last.index)
    if (last.isPlain === true || pictured >= PICTURED || unmarked.length >= NAMED) continue
    pictured += 1
    if (!(await looksFocused(page, lens, last))) unmarked.push(last.index)
  }
  const unreached = await lens.unreached([...reached])
  const isTrapped = timesLeft === 0 && unreached.length > 0 && reached.size > 0
  const describe = (indexes: readonly number[]): Promise<PageElement[]> =>
    Promise.all(indexes.slice(0, NAMED).map((index) => lens.control(index)))
  return {
    controls,
    reached: controls - unreached.length,
    unreached: await describe(unreached),
    unmarked: await describe(unmarked),
    trap: isTrapped && last.index >= 0 ? await lens.control(last.index) : null,
  }
}

/** Whether the control and what is around it look different with the focus from how they look without. */
async function looksFocused(page: Page, lens: PageInspector, { around }: Focus): Promise<boolean> {
  if (around === undefined || around.width < 1 || around.height < 1) return false
  const picture = (): Promise<Buffer> => page.screenshot({ clip: around, animations: 'disabled', caret: 'hide' })
  const focused = await picture()
  // The place to go on from stays where it is.
  await lens.blur()
  return !focused.equals(await picture())
}
