import { beforeAll, beforeEach, expect, test } from 'vitest'
import { inspecting, PRICE, lineOf } from '../../support/activities/use-checks.ts'
import type { Inspect } from '../../support/activities/use-checks.ts'
import { useWorld } from '../../support/activities/world.ts'

const world = useWorld()
let inspected: Inspect
beforeAll(async () => {
  inspected = inspecting(world)
})
beforeEach(() => world.reset())

const SOURCE = { [PRICE]: 'export const Price = () => (\n  <p className="faint price">9</p>\n)\n' }
const P = { path: 'main > p', html: '<p class="faint price">9</p>' }
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

test("contrast that can't be measured is a warning and sends nobody back", async () => {
  const inspection = await inspected(SOURCE, { page: { unmeasured: [P] } })
  expect(lineOf(inspection, 'Accessibility')).toMatchObject({
    outcome: 'warning',
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
  const keyboard = { controls: 3, reached: 1, unreached: [P], unmarked: [OTHER], trap: P }
  const inspection = await inspected(SOURCE, { page: { keyboard } })
  expect(lineOf(inspection, 'Keyboard')?.detail).toBe(
    `focus is trapped here (main > p in ${PRICE}:2); not reachable with the Tab key (main > p in ${PRICE}:2); focus is not visible here (#root)`,
  )
  expect(lineOf(inspection, 'Keyboard')?.annotations).toHaveLength(2)
})

test("a page that couldn't be tested with the keyboard is a warning", async () => {
  expect(lineOf(await inspected(SOURCE, { page: { keyboard: null } }), 'Keyboard')?.outcome).toBe('warning')
})

test("the repository's dark scheme is checked too and has its pictures", async () => {
  const dark = { 'src/index.css': '.dark { color: white }' }
  expect((await inspected(SOURCE, { base: dark })).pictures.map(({ scheme }) => scheme)).toEqual(['light', 'light', 'light', 'dark'])
  expect((await inspected(SOURCE)).pictures.map(({ scheme }) => scheme)).toEqual(['light', 'light', 'light'])
})
