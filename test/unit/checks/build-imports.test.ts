import { expect, test } from 'vitest'
import { buildImports } from '#src/domain/checks/build-imports.ts'

const found = (specifier: string, before: string | null = null) =>
  buildImports({ path: 'src/a.tsx', text: `\nimport '${specifier}'`, before }, [{ specifier, line: 2 }])

test.each([
  './evil.tsx?x&lang.css',
  './evil.tsx?index=0.css',
  './evil.md#x.css',
  './evil.tsx?&l\\x61ng.css',
  'data:text/css,a{}',
  '!!./loader.js!./x',
])('reports an import that the build reads as another file type: %s', (specifier) => {
  expect(found(specifier)).toEqual([{ path: 'src/a.tsx', line: 2, level: 'failure', message: expect.stringContaining(specifier) }])
  expect(found(specifier, `import '${specifier}'`)).toEqual([])
})

test.each(['./card.css', './card.css?inline', './icon.svg?react', '#styles/card.css', '@acme/ui/styles.css', 'css-tree', './a'])(
  'allows the import %s',
  (specifier) => {
    expect(found(specifier)).toEqual([])
  },
)

test.each([
  ["const all = import.meta.glob('./*.tsx', { query: '?x&lang.css' })", 1],
  ["const all = import.meta.glob('./*.tsx', {\n  'q\\x75ery': ''\n})", 1],
  ["const all = import.meta.glob('./*.svg')", 0],
  ["const all = 'query'", 0],
])('reports import.meta.glob with a query: %j', (text, count) => {
  expect(buildImports({ path: 'src/a.tsx', text, before: null }, [])).toHaveLength(count)
})
