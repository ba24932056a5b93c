import { describe, expect, test } from 'vitest'
import { outlineOf as readOutline } from '#src/adapters/oxc/parse-source-outline.ts'
import { designFindings, tokensOf } from '#src/domain/checks/design-findings.ts'
import { hardcodedColor, hardcodedColorsInSheet, hardcodedSize } from '#src/domain/checks/hardcoded-values.ts'

const SYSTEM = {
  components: [
    { name: 'Button', path: 'src/components/ui/button.tsx' },
    { name: 'Card', path: 'src/components/ui/card.tsx' },
  ],
  tokens: ['color-brand', 'radius-card', 'shadow-lift'],
}

/** The findings in a new file, or in one that was `before`. */
function found(source: string, before: string | null = null, path = 'src/components/new.tsx') {
  const outlineOf = (text: string) => {
    const outline = readOutline(path, text)
    if (outline === null) throw new Error(`This doesn't parse: ${text}`)
    return outline
  }
  const { used, findings } = designFindings(SYSTEM, [
    { path, outline: outlineOf(source), before: before === null ? null : outlineOf(before) },
  ])
  return { used, findings: findings.map(({ line, message }) => `${line}: ${message}`) }
}

test('designFindings lists the components and tokens that are used', () => {
  const source = `import { Card } from './ui/card'
    export function Offer() { return <Card.Body className="hover:bg-brand/50 rounded-card"><Other style={{ boxShadow: 'var(--shadow-lift)' }} /></Card.Body> }`
  expect(found(source)).toEqual({ used: { components: ['Card'], tokens: SYSTEM.tokens }, findings: [] })
})

describe('an existing component', () => {
  test.each([
    ['by the same name', 'Button'],
    ['as a kind of it', 'PrimaryButton'],
  ])('an existing component is reported if a new one duplicates it %s', (_how, name) => {
    const source = `export function ${name}() {\n  return <span />\n}`
    expect(found(source).findings).toEqual([`1: ${name} looks like a duplicate of Button in src/components/ui/button.tsx`])
    expect(found(source, source).findings).toEqual([])
    expect(found(source, null, 'src/components/ui/button.tsx').findings).toEqual([])
  })

  test.each([
    'export function PricingCard() { return <Card /> }',
    'export function ButtonGroup() { return null }',
    'export function Discard() { return null }',
  ])('an existing component may be used by a new one or share a part of its name: %s', (source) => {
    expect(found(source).findings).toEqual([])
  })

  test('an existing component is suggested instead of an element that is styled by hand', () => {
    const source = '<><button className="p-2">A</button><button>B</button><button role="switch" className="p-2">C</button></>'
    expect(found(`export const x = ${source}`).findings).toEqual([
      '1: <button> is styled by hand; the repository has Button in src/components/ui/button.tsx',
    ])
    expect(found(`export const x = ${source}`, `export const x = ${source}`).findings).toEqual([])
  })
})

test('designFindings reports new hard-coded values with their lines and ignores existing ones', () => {
  const before = `export const old = <i className="text-[#111111]" />`
  const source = `${before}\nexport const x = (\n  <b className="text-[#7c3aed] p-4" style={{ padding: 13, opacity: 0.5, color: 'rgb(1 2 3)', margin: 0, width: '9px' }} fill="#7c3aed" href="#faq">\n    {\`p-[13px] \${x}\`}\n  </b>\n)`
  expect(found(source, before).findings).toEqual([
    '3: text-[#7c3aed] is hard-coded',
    '3: rgb(1 2 3) is hard-coded',
    '3: #7c3aed is hard-coded',
    '4: p-[13px] is hard-coded',
    '3: padding: 13 is hard-coded',
    '3: width: 9px is hard-coded',
  ])
})

test.each<[string, string | null]>([
  ['#7c3aed', '#7c3aed'],
  ['#fff', '#fff'],
  ['bg-[rgb(0,0,0)]', 'rgb(0,0,0)'],
  ['shadow-[0_1px_#abcdef12]', null],
  ['color oklch(62% 0.2 30)', 'oklch(62% 0.2 30)'],
  ['hover:border-[#abc]', 'border-[#abc]'],
  ['#faq', null],
  ['#feed', null],
  ['#section-1', null],
  ['rgb(var(--x))', null],
  ['bg-brand text-white', null],
])('hardcodedColor of “%s” is %s', (text, color) => {
  expect(hardcodedColor(text)).toBe(color)
})

test.each<[string, string | null]>([
  ['flex p-[13px] gap-2', 'p-[13px]'],
  ['md:-mt-[1.5rem]', 'mt-[1.5rem]'],
  ['grid-cols-[1fr_auto] w-[calc(100%-1rem)] h-[50vh] w-[60%] max-w-[60ch] text-[color:var(--x)]', null],
])('hardcodedSize of “%s” is %s', (text, size) => {
  expect(hardcodedSize(text)).toBe(size)
})

test('hardcodedColorsInSheet allows colors in token definitions and reports them in rules', () => {
  const sheet =
    ':root {\n  --color-a: #fff;\n  color: #abcdef;\n}\n.b { background: hsl(1 2% 3%) }\n#fade { display: block }\n.old { color: #111 }'
  expect(hardcodedColorsInSheet(sheet, '.old { color: #111 }')).toEqual([
    { line: 3, value: '#abcdef' },
    { line: 5, value: 'hsl(1 2% 3%)' },
  ])
  expect(tokensOf([sheet, '@theme { --color-b: red; --color-*: initial; x: var(--no-token) }'])).toEqual(['color-a', 'color-b'])
})
