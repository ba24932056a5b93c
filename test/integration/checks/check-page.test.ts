import type { FakePage } from '#test/support/page-report.ts'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { inspecting, PRICE, lineOf } from '../../support/activities/use-checks.ts'
import type { Inspect } from '../../support/activities/use-checks.ts'
import { useWorld } from '../../support/activities/world.ts'

const world = useWorld()
let inspected: Inspect
beforeAll(async () => {
  const inspect = inspecting(world)
  inspected = (changes, circumstances) => inspect(changes, { compiler: STYLED, ...circumstances })
})
beforeEach(() => world.reset())

const SOURCE = { [PRICE]: 'export const Price = () => (\n  <p className="faint price">9</p>\n)\n' }
const STYLED = { built: { 'index.html': '<div id="root"></div>', 'app.css': '.faint{color:gray}.price{margin:0}' } }
const P = { path: 'main > p', html: '<p class="faint price">9</p>' }
const KEYBOARD = { controls: 2, reached: 2, left: 0, unseen: 0, unreached: [], unmarked: [], trap: null }
const OTHER = { path: '#root', html: '<div id="root">' }

test('axe findings name element and source, and send the agent back', async () => {
  const finding = { rule: 'color-contrast', impact: 'serious' as const, help: 'Too low', elements: [P, OTHER] }
  const inspection = await inspected(SOURCE, { page: { accessibility: [finding] } })
  const message = `color-contrast: Too low (main > p in ${PRICE}:2, #root)`
  expect(lineOf(inspection, 'Accessibility')).toEqual({
    name: 'Accessibility',
    outcome: 'failed',
    detail: message,
    annotations: [{ path: PRICE, line: 2, level: 'failure', message: 'color-contrast: Too low (main > p)' }],
  })
  expect(inspection.problems).toEqual([{ text: `Accessibility: ${message}`, once: false }])
})

test("contrast that can't be measured is not run and sends nobody back", async () => {
  const inspection = await inspected(SOURCE, { page: { unmeasured: [P] } })
  expect(lineOf(inspection, 'Accessibility')?.outcome).toBe('passed')
  expect(lineOf(inspection, 'Contrast')).toMatchObject({
    outcome: 'not run',
    notRun: { cause: 'page', required: false },
    detail: expect.stringContaining(`main > p in ${PRICE}:2`),
  })
  expect(inspection.problems).toEqual([])
})

test('a page that hides itself from screen readers fails, whatever axe finds', async () => {
  const { lines } = await inspected(SOURCE, { page: { hiddenShare: 0.93 } })
  expect(lines).toContainEqual({
    name: 'Accessibility',
    outcome: 'failed',
    detail: '93 % of the visible text is hidden from screen readers by aria-hidden',
  })
})

test('a page that is too wide fails and names the overflowing element', async () => {
  const inspection = await inspected(SOURCE, { page: { overflow: { widthPx: 320, excessPx: 41, element: P } } })
  expect(lineOf(inspection, 'Layout')).toMatchObject({
    outcome: 'failed',
    detail: `at 320 px the page is 41 px too wide (main > p in ${PRICE}:2)`,
  })
})

test('controls without keyboard access or visible focus fail', async () => {
  const keyboard = { controls: 3, reached: 1, left: 0, unseen: 0, unreached: [P], unmarked: [OTHER], trap: P }
  const inspection = await inspected(SOURCE, { page: { keyboard } })
  expect(lineOf(inspection, 'Keyboard')?.detail).toBe(
    `focus is trapped here (main > p in ${PRICE}:2); not reachable with the Tab key (main > p in ${PRICE}:2); focus is not visible here (#root)`,
  )
  expect(lineOf(inspection, 'Keyboard')?.annotations).toHaveLength(2)
})

describe('what the browser could not measure', () => {
  const notRun = { cause: 'machine' as const, reason: 'this machine was too busy' }
  const missing = { outcome: 'not run', notRun: { cause: 'machine', required: true }, detail: 'this machine was too busy' }

  test.each<[string, Partial<FakePage>, Record<string, object>]>([
    ['the text', { text: { notRun } }, { Page: missing }],
    [
      'whether the text is visible',
      { lettersVisible: { notRun } },
      { Page: { ...missing, detail: `whether the text is visible: ${notRun.reason}` } },
    ],
    ['axe', { accessibility: { notRun } }, { Accessibility: missing }],
    ['the overflow', { overflow: { notRun } }, { Layout: missing }],
    ['the keyboard', { keyboard: { notRun } }, { Keyboard: missing }],
    [
      'a picture',
      { picture: (widthPx) => (widthPx === 375 ? { notRun } : { png: new Uint8Array([widthPx % 7]), cutPx: 0 }) },
      { Pictures: { ...missing, detail: `375 px in the light scheme: ${notRun.reason}` } },
    ],
  ])('%s that could not be measured is not run, and everything else still counts', async (_what, page, expected) => {
    const inspection = await inspected(SOURCE, { page })
    const lines = inspection.lines.filter(({ name }) => ['Page', 'Accessibility', 'Layout', 'Keyboard', 'Pictures'].includes(name))
    const passed = Object.fromEntries(lines.map(({ name }) => [name, { outcome: 'passed' }]))
    expect(Object.fromEntries(lines.map((line) => [line.name, line]))).toMatchObject({ ...passed, ...expected })
    expect(inspection.problems).toEqual([])
  })

  test('findings of the parts that were measured count, although others are missing', async () => {
    const finding = { rule: 'label', impact: 'critical' as const, help: 'Name it', elements: [] }
    const inspection = await inspected(SOURCE, {
      page: { accessibility: [finding], errors: ['TypeError: x'], text: { notRun }, keyboard: { notRun } },
    })
    const outcomes = Object.fromEntries(inspection.lines.map(({ name, outcome }) => [name, outcome]))
    expect(outcomes).toMatchObject({ Page: 'failed', Accessibility: 'failed', Keyboard: 'not run' })
  })
})

test('a page that is longer than its pictures says what they leave out', async () => {
  const picture = () => ({ png: new Uint8Array([1]), cutPx: 5_200 })
  expect(lineOf(await inspected(SOURCE, { page: { picture } }), 'Pictures')).toMatchObject({
    outcome: 'not run',
    notRun: { cause: 'page', required: false },
    detail: 'the page is so long that up to 5200 px at its end are not in the pictures',
  })
})

test('a dark scheme that looks like the light one was not checked', async () => {
  const picture = () => ({ png: new Uint8Array([1]), cutPx: 0 })
  const inspection = await inspected(SOURCE, { base: { 'src/index.css': '.dark { color: white }' }, page: { picture } })
  expect(lineOf(inspection, 'Dark scheme')).toMatchObject({ outcome: 'not run', notRun: { cause: 'page', required: false } })
})

test.each<[string, Partial<FakePage>, string, string]>([
  ['has too many controls', { keyboard: { ...KEYBOARD, left: 20 } }, 'Keyboard', '20 controls after the first 2 were not walked through'],
  ['has too many focus marks', { keyboard: { ...KEYBOARD, unseen: 7 } }, 'Keyboard', 'the focus mark of 7 controls was not looked at'],
  ['changes later', { changedLater: true }, 'Late content', 'the page’s text changed after it was checked'],
])('a page that %s says what was not checked, and is no draft for it', async (_what, page, name, detail) => {
  const inspection = await inspected(SOURCE, { page })
  expect(lineOf(inspection, name)).toMatchObject({ outcome: 'not run', notRun: { cause: 'page', required: false }, detail })
})

test('a page whose text nobody can see fails', async () => {
  const inspection = await inspected(SOURCE, { page: { lettersVisible: false } })
  expect(lineOf(inspection, 'Page')).toMatchObject({ outcome: 'failed', detail: expect.stringContaining('text is invisible') })
})

test("the repository's dark scheme is checked too and has its pictures", async () => {
  const dark = { 'src/index.css': '.dark { color: white }' }
  expect((await inspected(SOURCE, { base: dark })).pictures.map(({ scheme }) => scheme)).toEqual(['light', 'light', 'light', 'dark'])
  expect((await inspected(SOURCE)).pictures.map(({ scheme }) => scheme)).toEqual(['light', 'light', 'light'])
})
