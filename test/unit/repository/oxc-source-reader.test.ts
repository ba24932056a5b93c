import { expect, test } from 'vitest'
import { createSourceReader } from '#src/adapters/oxc/oxc-source-reader.ts'

const sourceReader = createSourceReader()

test.each<[string, string, string[]]>([
  ['for its effect', `import './card.css'`, ['1 ./card.css']],
  ['by name, default and star', `import a, { b } from 'a'\nimport * as c from "c"`, ['1 a', '2 c']],
  ['over several lines', `import {\n  a,\n  b,\n} from 'a'`, ['4 a']],
  ['with some types among its names', `import { a, type B } from 'a'`, ['1 a']],
  ['of types alone, which no program needs', `import type { A } from 'a'\nimport { type B } from 'b'\nexport type { C } from 'c'`, []],
  ['of a type in a type', `type A = import('a').A`, []],
  ['by export, once', `export { a, b } from 'a'\nexport * from 'b'\nexport * as c from 'c'`, ['1 a', '2 b', '3 c']],
  ['of an empty list', `import {} from 'a'`, ['1 a']],
  ['at run time', `const a = import('a')\nconst b = await import(\`b\`)\nconst c = import(/* why */ "c")`, ['1 a', '2 b', '3 c']],
  ['at run time by a name that is made up then', 'import(name); import("a" + b); import(`a/${b}`)', []],
  ['in order, whatever their kind', `export * from 'a'\nconst b = import('b')\nimport 'c'`, ['1 a', '2 b', '3 c']],
  ['after letters of four bytes', `const a = '𝒳𝒳'\nimport 'after'`, ['2 after']],
  ['after a byte order mark and CRLF', `\uFEFFimport 'a'\r\nimport 'b'`, ['1 a', '2 b']],
  ['in text and comments, where there is none', `const a = "import 'b'" // import 'c'\n/* import 'd' */`, []],
])('importsOf finds imports %s', async (_case, text, imports) => {
  expect((await sourceReader.importsOf('src/a.tsx', text)).value?.map(({ line, specifier }) => `${line} ${specifier}`)).toEqual(imports)
})

test.each([
  ['a.tsx', '<<<<<'],
  ['a.tsx', 'const a ='],
  ['a.css', `@import 'a'`],
  ['a.json', '{"a": 1}'],
])('importsOf can’t read %s with %j, and says why', async (path, text) => {
  expect(await sourceReader.importsOf(path, text)).toEqual({ notRun: { cause: 'page', reason: `${path} can’t be parsed` } })
})

test.each<[string, string]>([
  ['a.ts', `const a = <string>b\nimport 'c'`],
  ['a.jsx', `const a = <b>c</b>\nimport 'c'`],
  ['a.mjs', `\nimport 'c'`],
])('importsOf parses %s with its own grammar', async (path, text) => {
  expect(await sourceReader.importsOf(path, text)).toEqual({ value: [{ line: 2, specifier: 'c' }] })
})

test('outlineOf returns components, elements, strings and styles with lines, without types and imports', async () => {
  const source = [
    `import { Card } from './card'`,
    `export type Size = 'small'`,
    `export const Price = ({ n }: { n: number }) => (`,
    `  <Card.Body className="p-2" style={{ 'padding-top': 3, color: 'red', margin: n }} role="note">{\`a \${n} b\`}</Card.Body>`,
    `)`,
    `export function helper() {}`,
    `export { Other } from './other'`,
    `export default function Main() { return null }`,
  ].join('\n')
  const { value: outline } = await sourceReader.outlineOf('a.tsx', source)
  expect(outline?.components).toEqual([
    { name: 'Price', line: 3 },
    { name: 'Main', line: 8 },
  ])
  expect(outline?.elements).toEqual([{ name: 'Card.Body', line: 4, hasClass: true, hasRole: true }])
  expect(outline?.styles).toEqual([
    { property: 'padding-top', value: 3, line: 4 },
    { property: 'color', value: 'red', line: 4 },
  ])
  expect(outline?.strings.map(({ text }) => text)).toEqual(expect.arrayContaining(['p-2', 'red', 'a ', ' b']))
  expect(outline?.strings.map(({ text }) => text)).not.toContain('./card')
  expect((await sourceReader.outlineOf('a.tsx', 'const =')).notRun?.cause).toBe('page')
})
