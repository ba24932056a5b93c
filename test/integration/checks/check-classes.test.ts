import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { inspecting, lineOf, PRICE, problemOf } from '../../support/activities/use-checks.ts'
import type { Inspect } from '../../support/activities/use-checks.ts'
import { useWorld } from '../../support/activities/world.ts'

const world = useWorld()
let inspected: Inspect
beforeAll(async () => {
  inspected = inspecting(world)
})
beforeEach(() => world.reset())

const component = (...classes: string[]) =>
  `export const Price = () => (<>\n${classes.map((names) => `  <p className="${names}">9</p>\n`).join('')}</>)\n`
const styled = (css: string) => ({ compiler: { built: { 'index.html': '<div id="root"></div>', 'assets/index.css': css } } })

test('classes that exist in the built CSS pass, with their number', async () => {
  const css = '@layer utilities{.p-4{padding:1rem}.hover\\:m-2:hover{margin:.5rem}}'
  const built = { 'index.html': '<style>.card{color:red}</style>', 'assets/index.css': css }
  const inspection = await inspected({ [PRICE]: component('p-4 hover:m-2 card group') }, { compiler: { built } })
  expect(lineOf(inspection, 'Classes')).toEqual({ name: 'Classes', outcome: 'passed', detail: '3 of 3 classes exist in the built CSS' })
  expect(problemOf(inspection, 'Classes')).toBeUndefined()
})

test('a single class without a rule is named and accepted', async () => {
  const names = Array.from({ length: 10 }, (_, index) => `c${index}`)
  const css = names.map((name) => `.${name}{margin:0}`).join('')
  const inspection = await inspected({ [PRICE]: component(`${names.join(' ')} open`) }, styled(css))
  expect(lineOf(inspection, 'Classes')).toEqual({
    name: 'Classes',
    outcome: 'passed',
    detail: `10 of 11 classes exist in the built CSS; not defined: open (${PRICE}:2)`,
  })
  expect(problemOf(inspection, 'Classes')).toBeUndefined()
})

test('some classes without a rule are a warning at their lines, and the agent is told once', async () => {
  const inspection = await inspected({ [PRICE]: component('a b', 'c d') }, styled('.a,.b,.c{margin:0}'))
  expect(lineOf(inspection, 'Classes')).toEqual({
    name: 'Classes',
    outcome: 'warning',
    detail: `3 of 4 classes exist in the built CSS; not defined: d (${PRICE}:3)`,
    annotations: [{ path: PRICE, line: 3, level: 'warning', message: 'No style sheet of the page defines: d' }],
  })
  expect(problemOf(inspection, 'Classes')).toEqual({ text: expect.stringContaining(`d (${PRICE}:3)`), once: true })
})

test('a component without most of its classes fails, and at most eight are named', async () => {
  const names = Array.from({ length: 12 }, (_, index) => `p-${index}`)
  const inspection = await inspected(
    { [PRICE]: component(...names) },
    { ...styled('.p-0{padding:0}'), base: { 'src/index.css': '@import "tailwindcss" prefix(tw);\n' } },
  )
  const line = lineOf(inspection, 'Classes')
  expect(line).toMatchObject({
    outcome: 'failed',
    detail: expect.stringContaining('1 of 12 classes exist in the built CSS; not defined: p-1 ('),
  })
  expect(line?.detail).toContain(
    `p-8 (${PRICE}:10); and 3 more. The repository's Tailwind uses the prefix \`tw:\` (src/index.css): write \`tw:p-1\``,
  )
  expect(line?.annotations).toHaveLength(11)
  expect(problemOf(inspection, 'Classes')).toEqual({ text: expect.stringContaining('write `tw:p-1` instead of `p-1`'), once: false })
})

describe('only new text is judged', () => {
  test('only new text is judged: classes that a file had before do not count', async () => {
    const base = { [PRICE]: component('old a b c d') }
    const changed = { [PRICE]: component('old a b c d', 'new') }
    expect(lineOf(await inspected(changed, { base, ...styled('.new{margin:0}') }), 'Classes')?.detail).toBe(
      '1 of 1 class exists in the built CSS',
    )
    const same = await inspected({ [PRICE]: component('old a b c d', 'old') }, { base })
    expect(lineOf(same, 'Classes')).toMatchObject({ outcome: 'passed', detail: 'no new classes' })
  })

  test('only new text is judged: without class names, or in tests and stories, there is no line', async () => {
    const changes = { [PRICE]: 'export const Price = 1\n', 'src/price.test.tsx': component('a'), 'src/price.stories.tsx': component('a') }
    expect(lineOf(await inspected(changes), 'Classes')).toBeUndefined()
  })
})

describe('CSS modules', () => {
  const source = (path: string) =>
    `import styles from '${path}'\nexport const Price = () => <p className={styles.price}><b className={styles.crad} /></p>\n`
  const module = { 'src/price.module.css': '.price { .amount {} }\n' }

  test('CSS modules must define the names that are read from them', async () => {
    const inspection = await inspected({ [PRICE]: source('./price.module.css'), ...module })
    expect(lineOf(inspection, 'Classes')).toMatchObject({
      outcome: 'warning',
      detail: `1 of 2 classes exist in the built CSS; not defined: crad (${PRICE}:2, not in src/price.module.css)`,
    })
    expect(problemOf(inspection, 'Classes')?.text).toContain('Use the names that the CSS modules define')
  })

  test('CSS modules of the base are read, also through an alias', async () => {
    const tsconfig = { 'tsconfig.json': '{"compilerOptions":{"paths":{"@/*":["./src/*"]}}}' }
    const inspection = await inspected({ [PRICE]: source('@/price.module.css') }, { base: { ...module, ...tsconfig } })
    expect(lineOf(inspection, 'Classes')?.outcome).toBe('warning')
  })

  test('CSS modules that are not known are not judged', async () => {
    const inspection = await inspected({ [PRICE]: source('@acme/price.module.css') })
    expect(lineOf(inspection, 'Classes')?.detail).toBe('no new classes')
  })
})

test('classes are not run if there is no built page', async () => {
  const inspection = await inspected({ [PRICE]: component('a') }, { compiler: { page: 'error: no loader' } })
  expect(lineOf(inspection, 'Classes')).toMatchObject({ outcome: 'not run', detail: 'there is no page, because the build failed' })
})

test('classes are not run if a component could not be read, although the page was built', async () => {
  const inspection = await inspected({ [PRICE]: 'export const Price = (' })
  expect(lineOf(inspection, 'Classes')).toMatchObject({
    ...{ outcome: 'not run', notRun: { cause: 'page', required: false } },
    detail: `${PRICE} can’t be parsed`,
  })
})

test('classes are not run if the style sheets are too large to find what is missing', async () => {
  const large = { 'index.html': '', 'a.css': `.a{color:red}${' '.repeat(7 * 1024 * 1024)}`, 'b.css': ' '.repeat(2 * 1024 * 1024) }
  const notFound = await inspected({ [PRICE]: component('a b') }, { compiler: { built: large } })
  expect(lineOf(notFound, 'Classes')).toMatchObject({ outcome: 'not run', notRun: { cause: 'page', required: false } })
  expect(lineOf(await inspected({ [PRICE]: component('a') }, { compiler: { built: large } }), 'Classes')?.outcome).toBe('passed')
})
