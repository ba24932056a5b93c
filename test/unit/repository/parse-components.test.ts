import { describe, expect, test } from 'vitest'
import { createSourceReader } from '#src/adapters/oxc/oxc-source-reader.ts'
import { componentLine } from '#src/domain/repository/component-facts.ts'

const reader = createSourceReader()
const lines = async (text: string, path = 'src/card.tsx') => (await reader.componentsOf(path, text))?.map(componentLine)

describe('the props of a component', () => {
  test.each<[string, string, string[]]>([
    ['of a function', 'export function Card({ a }: { a: string; b?: number }) {}', ['Card { a: string; b?: number }']],
    ['of an arrow', 'export const Card = (props: { a: string }) => null', ['Card { a: string }']],
    ['without props', 'export function Card() {}', ['Card']],
    ['by default', 'export default function Card(p: { a: 1 }) {}', ['Card (default export) { a: 1 }']],
    ['by default, without a name', 'export default (p: { a: 1 }) => null', ['Card (default export) { a: 1 }']],
    ['by default, made before', 'function Card() {}\nexport default Card', ['Card (default export)']],
    ['under another name', 'function Inner() {}\nexport { Inner as Card, Inner as default }', ['Card', 'Inner (default export)']],
    [
      'by its own type',
      `type Tone = 'a' | 'b'\ntype P = { tone?: Tone }\nexport function Card({ tone }: P) {}`,
      [`Card { tone?: 'a' | 'b' }`],
    ],
    [
      'by its interface',
      'interface A { a: 1 }\ninterface P extends A, B<string> { b: 2 }\nexport function Card(p: P) {}',
      ['Card { b: 2; a: 1 } & B<string>'],
    ],
    ['by types together', `type P = Omit<X, 'a'> & { b: 2 } & { b: 3 }\nexport function Card(p: P) {}`, [`Card { b: 3 } & Omit<X, 'a'>`]],
    ['by a wrapped type', 'type P = { a: 1 }\nexport function Card(p: Readonly<React.PropsWithChildren<P>>) {}', ['Card { a: 1 }']],
    ['by its type as a function', 'type P = { a: 1 }\nexport const Card: React.FC<P> = (p) => null', ['Card { a: 1 }']],
    ['through forwardRef', 'export const Card = React.forwardRef<HTMLElement, { a: 1 }>((p, ref) => null)', ['Card { a: 1 }']],
    ['through forwardRef of a typed parameter', 'export const Card = forwardRef((p: { a: 1 }, ref) => null)', ['Card { a: 1 }']],
    ['through memo of a name', 'function CardInner(p: { a: 1 }) {}\nexport const Card = memo(CardInner)', ['Card { a: 1 }']],
    ['through several wrappers', 'export default memo(forwardRef<A, { a: 1 }>((p, ref) => null))', ['Card (default export) { a: 1 }']],
    ['of a class', 'export class Card extends React.Component<{ a: 1 }> {}', ['Card { a: 1 }']],
    ['of a styled element', 'export const Card = styled.div`color: red`', ['Card']],
    ['that another package makes', 'export const Root = Dialog.Root', ['Root ComponentProps<typeof Dialog.Root>']],
    [
      'with methods, and names in quotes',
      `export function Card(p: { 'aria-label': string; on(): void }) {}`,
      ['Card { aria-label: string; on: function }'],
    ],
    ['in JavaScript', `export function Card({ a, b = 'x', ...rest }) {}`, [`Card { a; b?: default 'x' }`]],
  ])('the props of a component are found: %s', async (_case, text, components) => {
    expect(await lines(text)).toEqual(components)
  })

  test('the props of a component are found in cva variants', async () => {
    const source = `const look = cva('a', { variants: { tone: { brand: '', 'very-quiet': '' }, wide: { true: '', false: '' } } })
type P = React.ComponentProps<'a'> & VariantProps<typeof look>
export function Card(p: P) {}
export interface Q extends VariantProps<typeof look> { a: 1 }
export function Other(p: Q) {}`
    expect(await lines(source)).toEqual([
      `Card { tone?: 'brand' | 'very-quiet'; wide?: true | false } & React.ComponentProps<'a'>`,
      `Other { a: 1; tone?: 'brand' | 'very-quiet'; wide?: true | false }`,
    ])
  })

  test('the props of a component are found in propTypes', async () => {
    const source = `export function Card({ a, b }) { return <p>{a}</p> }
Card.propTypes = { a: PropTypes.oneOf(['x', 2]).isRequired, b: PropTypes.string }`
    for (const path of ['src/card.jsx', 'src/card.js']) expect(await lines(source, path)).toEqual([`Card { a: 'x' | 2; b?: string }`])
  })
})

test.each<[string, string]>([
  [
    'what is no component',
    'export const useCard = () => 1\nexport const CARD = { a: 1 }\nexport const Context = createContext(null)\nexport class Store {}',
  ],
  ['types', 'export type Card = { a: 1 }\nexport interface Other {}\nexport default interface Third {}'],
  ['what is only passed on', `export { Card } from './other'\nexport * from './third'`],
  ['what is not exported', 'function Card() {}'],
])('%s are not components', async (_case, text) => {
  expect(await lines(text)).toEqual([])
})

test('the result is limited, however much a file contains', async () => {
  const props = Array.from({ length: 50 }, (_, index) => `p${index}: ${JSON.stringify('x'.repeat(100))}`).join('; ')
  const source = Array.from({ length: 30 }, (_, index) => `export function Card${index}(p: { ${props} }) {}`).join('\n')
  const found = (await reader.componentsOf('a.tsx', source)) ?? []
  expect(found).toHaveLength(20)
  expect(found[0]?.props).toHaveLength(30)
  expect(Math.max(...found.flatMap((one) => one.props.map(({ type }) => type?.length ?? 0)))).toBe(90)
})

describe('a JavaScript configuration', () => {
  test.each<[string, string]>([
    ['by default', 'export default { theme: { a: 1 } }'],
    ['of CommonJS', 'module.exports = { theme: { a: 1 } }'],
    ['by a name', 'const config: Config = { theme: { a: 1 } }\nexport default config'],
    ['with its type', 'export default { theme: { a: 1 } } satisfies Config'],
    ['through a function that lends it its type', 'export default defineConfig({ theme: { a: 1 } })'],
    ['from parts', 'const a = 1\nconst theme = { a }\nexport default { theme, plugins: undefined }'],
    [
      'without what would have to be run',
      'export default { theme: { a: 1, ...rest, b: f(), [c]: 1, d: process.env.X, get e() { return 1 } } }',
    ],
  ])('%s is read as far as it is literal', async (_case, text) => {
    expect(await reader.exportedObject('tailwind.config.ts', text)).toMatchObject({ theme: { a: 1 } })
    expect(
      Object.keys((await reader.exportedObject('tailwind.config.ts', text))?.['theme'] as object).filter((key) => 'bcd'.includes(key)),
    ).toEqual([])
  })

  test.each(['export default () => ({ a: 1 })', 'export const a = 1', 'export default config', 'const a = a\nexport default a', '{'])(
    '%j has no value',
    async (text) => {
      expect(await reader.exportedObject('a.ts', text)).toBeNull()
    },
  )

  test('a JavaScript configuration with circular parts ends', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `const v${index} = [${`v${index + 1},`.repeat(50)}]`).join('\n')
    expect(await reader.exportedObject('a.ts', `${names}\nexport default { a: v0, self }\nconst self = { self }`)).not.toBeNull()
  })
})

describe('a file that crashes the parser fails alone', () => {
  const DEEP = '('.repeat(200_000)

  test.each([
    ['brackets', DEEP],
    ['functions', 'function a(){'.repeat(20_000)],
    ['conditions', 'a?'.repeat(60_000)],
    ['branches', `${'if(a);else '.repeat(20_000)};`],
    ['types', `type A = ${'['.repeat(60_000)}`],
    ['elements', '<a>'.repeat(60_000)],
  ])('a hundred thousand %s deep', async (_case, text) => {
    const around = await Promise.all([
      reader.importsOf('a.ts', `import 'a'`),
      reader.componentsOf('b.tsx', text),
      reader.importsOf('c.ts', `import 'c'`),
    ])
    expect(around).toEqual([{ value: [{ line: 1, specifier: 'a' }] }, null, { value: [{ line: 1, specifier: 'c' }] }])
  })

  test('circular types end', async () => {
    const types = Array.from({ length: 20 }, (_, index) => `type T${index} = ${`T${index + 1} & `.repeat(30)} T${index}`).join('\n')
    expect(await lines(`${types}\nexport function Card(p: T0) {}`)).toHaveLength(1)
  })
})

test('answers match their requests when they come in another order', async () => {
  const asked = Array.from({ length: 200 }, (_, index) => (index % 40 === 20 ? '('.repeat(100_000) : `import 'a${index}'`))
  const answers = await Promise.all(asked.map((text) => reader.importsOf('a.ts', text)))
  expect(answers.map(({ value }) => value)).toEqual(
    asked.map((_text, index) => (index % 40 === 20 ? undefined : [{ line: 1, specifier: `a${index}` }])),
  )
})

const LONG = `const a = [${'{ a: 1 },'.repeat(500_000)}]`

test('a file that takes too much processor time is given up, and that is said of it', async () => {
  const impatient = createSourceReader({ processorMs: 700, pollMs: 5 })
  expect(await Promise.all([impatient.importsOf('a.ts', LONG), impatient.importsOf('b.ts', 'export {}')])).toEqual([
    { notRun: { cause: 'page', reason: 'a.ts keeps the parser busy for too long' } },
    { value: [] },
  ])
})

test('a file that waits too long for a processor is given up, and that is said of the machine', async () => {
  const impatient = createSourceReader({ processorMs: 60_000, realMs: 50, pollMs: 5 })
  expect(await impatient.importsOf('a.ts', LONG)).toEqual({ notRun: { cause: 'machine', reason: 'this machine was too busy' } })
})
