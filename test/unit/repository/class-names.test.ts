import { describe, expect, test } from 'vitest'
import { outlineOf } from '#src/adapters/oxc/parse-source-outline.ts'
import { expectLinear } from '../../support/linear-time.ts'

function read(source: string) {
  const outline = outlineOf('a.tsx', source)
  if (outline === null) throw new Error(`This doesn't parse: ${source}`)
  return outline
}

const namesIn = (source: string): string =>
  read(source)
    .classes.map(({ name }) => name)
    .toSorted()
    .join(' ')

test.each<[what: string, source: string, names: string]>([
  [
    'in attributes',
    `<a className="a b" class='c' title="no"><X bodyClassName="d" classNames={{ root: 'e', x: ['f'] }} /></a>`,
    'a b c d e f',
  ],
  ['in choices, not in conditions', "<a className={size === 'no' ? 'a' : b && 'c' || `d`} />", 'a c d'],
  ['in templates', '<a className={`a ${on ? "b" : ""} c ${`d`}`} />', 'a b c d'],
  ['whole in templates only', '<a className={`a no-${x} ${x}no b${x ? "no" : ""} c ${x}${"no"}`} />', 'a c'],
  ['in sums', `<a className={'a ' + ('b' + x) + ' c' + (on ? ' d' : '')} />`, 'a c d'],
  ['in joined lists', `<a className={['a', on && 'b'].filter(Boolean).join(' ')} />`, 'a b'],
  ['in functions of the state', `<A className={({ isActive }) => (isActive ? 'a' : 'b')} />`, 'a b'],
  [
    'in calls that join names',
    `cn('a', x && 'b', ['c', ['d e']], { f: x, 'g h': y, [\`i\`]: z }); clsx('j'); twMerge('k'); other('no')`,
    'a b c d e f g h i j k',
  ],
  ['in calls with types', `cn('a' as string, ('b')!, 'c' satisfies string)`, 'a b c'],
  [
    'in the variants of cva',
    `cva('a', { variants: { size: { sm: 'b', lg: ['c'] } }, compoundVariants: [{ size: 'no', class: 'd' }], defaultVariants: { size: 'no' } })`,
    'a b c d',
  ],
  [
    'in the variants of tv',
    `tv({ base: 'a', slots: { top: 'b' }, variants: { size: { sm: { top: 'c' } } }, compoundSlots: [{ slots: ['no'], class: 'd' }], defaultVariants: { size: 'no' } })`,
    'a b c d',
  ],
  ['in options of components', `<a className={buttonVariants({ variant: 'no', class: 'a', className: 'b' })} />`, 'a b'],
  ['in properties', `const columns = [{ key: 'no', className: 'a' }]; createElement('p', { className: 'b' })`, 'a b'],
  ['in defaults', `function A({ className = 'a' }) { return null }`, 'a'],
  ['in constants', `const base = 'a'; const all = \`\${base} b\`; const X = () => <a className={all} />`, 'a b'],
  [
    'in objects of constants',
    `const tones = { good: { dot: 'a', label: 'no' }, bad: { dot: 'b' } } as const; const X = () => <a className={tones[tone].dot + ' c'} />`,
    'a b c',
  ],
  ['not in names that are declared twice', `{ const x = 'no' } { const x = 'no'; cn(x) }`, ''],
  ['not in constants that refer to each other', `const a = b + ' a'; const b = a + ' b'; cn(a)`, 'a b'],
  ['not elsewhere', `const a = 'no'; f({ class: 'no' }); <p>no</p>; type T = 'no'`, ''],
])('outlineOf finds class names %s', (_what, source, names) => {
  expect(namesIn(source)).toBe(names)
})

test('outlineOf knows the line of each class name', () => {
  expect(read('<a\n  className={`\n    a\n    b\n  `}\n/>').classes).toEqual([
    { name: 'a', line: 3 },
    { name: 'b', line: 4 },
  ])
})

describe('names of CSS modules', () => {
  const IMPORTS = `import styles, { other } from './card.module.css'\nimport * as more from '@/more.module.scss'\nimport plain from './plain'\n`

  test.each<[source: string, names: string[]]>([
    ['styles.card; styles["a-b"]; more[`c`]', ['./card.module.css card 4', './card.module.css a-b 4', '@/more.module.scss c 4']],
    ['<a className={cn(styles.card, x && styles?.open)} />', ['./card.module.css card 4', './card.module.css open 4']],
    ['styles[name]; plain.no; styles', []],
    [
      `const cx = classNames.bind(styles); const X = () => <a className={cx('card', { open: x })} />`,
      ['./card.module.css card 4', './card.module.css open 4'],
    ],
  ])('names of CSS modules are read from %j', (source, names) => {
    const { classes, moduleClasses } = read(IMPORTS + source)
    expect(moduleClasses.map(({ specifier, name, line }) => `${specifier} ${name} ${line}`)).toEqual(names)
    expect(classes).toEqual([])
  })
})

test.each<[what: string, make: (times: number) => string]>([
  ['names', (times) => `cn(${"'a b',".repeat(times)})`],
  ['lines', (times) => `cn(\`${'a\n'.repeat(times)}\`)`],
  ['uses of a long constant', (times) => `const a = { ${"x: 'a',".repeat(times)} };${'cn(a[b]);'.repeat(times)}`],
  [
    'constants that name each other',
    (times) => Array.from({ length: times }, (_, index) => `const a${index} = a${index + 1};cn(a${index});`).join(''),
  ],
  ['attributes', (times) => `<>${'<a className="a"/>'.repeat(times)}</>`],
])('class names of a file of many %s are read in linear time', async (_what, make) => {
  await expect(expectLinear(10_000, make, read)).resolves.toBeUndefined()
})
