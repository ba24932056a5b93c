import { expect, test } from 'vitest'
import { outlineOf } from '#src/adapters/oxc/parse-source-outline.ts'
import { classAnnotations, classesOutcome, missingClasses, moduleClassNames, newClassUses } from '#src/domain/checks/class-findings.ts'
import type { ClassUse } from '#src/domain/checks/class-findings.ts'
import { expectLinear } from '../../support/linear-time.ts'

const PATH = 'src/card.tsx'
const MODULE = 'src/card.module.css'

function usesIn(source: string, before: string | null = null): string[] {
  const [outline, old] = [source, before].map((text) => (text === null ? null : outlineOf(PATH, text)))
  if (outline == null) throw new Error(`This doesn't parse: ${source}`)
  const moduleOf = (specifier: string) => (specifier === './card.module.css' ? MODULE : null)
  return newClassUses(PATH, outline, old ?? null, moduleOf).map(
    ({ name, line, module }) => `${line} ${name}${module === null ? '' : ` of ${module}`}`,
  )
}

test('newClassUses returns each name of a file once, without names that its base had', () => {
  const source = `cn('a b')\ncn('b c d')`
  expect(usesIn(source)).toEqual(['1 a', '1 b', '2 c', '2 d'])
  expect(usesIn(source, `cn('d a')`)).toEqual(['1 b', '2 c'])
})

test('newClassUses returns names of CSS modules that are known', () => {
  const source = `import a from './card.module.css'\nimport b from './other.module.css'\na.x; a.y; b.z`
  expect(usesIn(source)).toEqual([`3 x of ${MODULE}`, `3 y of ${MODULE}`])
  expect(usesIn(source, `import a from './card.module.css'\na.y`)).toEqual([`3 x of ${MODULE}`])
})

test('newClassUses leaves out names that mark elements', () => {
  const marks = 'group group/card peer peer/name tw:group tw:peer/x tw-group js-menu qa-card test-id dark light not-prose'
  expect(usesIn(`cn('${marks} button-group grouped dark:p-4 js')`)).toEqual(['1 button-group', '1 grouped', '1 dark:p-4', '1 js'])
})

test('missingClasses counts a name in several files once, and looks up names of a module in that module', () => {
  const use = (name: string, path = PATH, module: string | null = null): ClassUse => ({ path, line: 1, name, module })
  const uses = [use('a'), use('a', 'src/b.tsx'), use('b'), use('a', PATH, MODULE), use('b', PATH, MODULE)]
  const { used, missing } = missingClasses(uses, new Set(['a']), new Map([[MODULE, new Set(['b'])]]))
  expect([used, missing]).toEqual([4, [use('b'), use('a', PATH, MODULE)]])
})

test.each<[used: number, missing: number, outcome: string]>([
  [0, 0, 'passed'],
  [12, 1, 'passed'],
  [21, 2, 'passed'],
  [20, 2, 'warning'],
  [100, 3, 'warning'],
  [1, 1, 'warning'],
  [3, 3, 'warning'],
  [4, 2, 'warning'],
  [4, 3, 'failed'],
  [100, 51, 'failed'],
])('of %i classes, %i that are missing are %s', (used, count, outcome) => {
  const missing = Array.from({ length: count }, () => ({ path: PATH, line: 1, name: 'a', module: null }))
  expect(classesOutcome({ used, missing })).toBe(outcome)
})

test('classAnnotations has one annotation per line of code', () => {
  const missing = [1, 2, 1].map((line, index) => ({ path: PATH, line, name: `c${index}`, module: null }))
  expect(classAnnotations(missing, 'warning')).toEqual([
    { path: PATH, line: 1, level: 'warning', message: 'No style sheet of the page defines: c0 c2' },
    { path: PATH, line: 2, level: 'warning', message: 'No style sheet of the page defines: c1' },
  ])
})

test('moduleClassNames returns the names of a CSS module, also in camel case', () => {
  expect([...(moduleClassNames(MODULE, '.card { .big-title--open {} } @media print { .card_x {} }') ?? [])]).toEqual(
    expect.arrayContaining(['card', 'big-title--open', 'bigTitleOpen', 'card_x', 'cardX']),
  )
  expect([...(moduleClassNames('a.module.scss', '// it is\n$x: 1;\n.a { .b { color: $x } }') ?? [])]).toEqual(['a', 'b'])
})

test.each([
  [MODULE, '@value x: red;'],
  [MODULE, ':export { x: red }'],
  ['a.module.scss', '.a { &-b {} }'],
  ['a.module.scss', '@each $x in a, b { .#{$x} {} }'],
  ['a.module.less', '@import "mixins"; .a {}'],
])('moduleClassNames does not know all names of %s with %j', (path, text) => {
  expect(moduleClassNames(path, text)).toBeNull()
})

test.each(['.a-', '.-_', '&', '@', ':ex'])('a CSS module of 100,000 times %j is read in linear time', async (piece) => {
  await expect(
    expectLinear(
      100_000,
      (times) => `${piece.repeat(times)}{}`,
      (text) => moduleClassNames(MODULE, text),
    ),
  ).resolves.toBeUndefined()
})
