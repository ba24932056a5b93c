import { describe, expect, test } from 'vitest'
import { styleSheetCodeFindings } from '#src/domain/checks/style-sheet-code.ts'

const SHEET = { path: 'src/styles/app.css', text: '@import "tailwindcss";\n@plugin "../plugin.js";\n@config "./tw.ts";', before: null }
const found = (text: string, more: { path?: string; before?: string } = {}, changed: string[] = []) =>
  styleSheetCodeFindings([{ ...SHEET, text, ...more }], changed).map(({ line, message }) => [line, message])

describe('code that a style sheet loads', () => {
  test('code that a style sheet loads may not be added', () => {
    expect(styleSheetCodeFindings([SHEET], []).map(({ line }) => line)).toEqual([2, 3])
  })

  test('code that a style sheet loads may stay if nobody changed it', () => {
    const old = { ...SHEET, before: SHEET.text }
    expect(styleSheetCodeFindings([old], ['src/a.tsx'])).toEqual([])
    expect(styleSheetCodeFindings([old], ['src/plugin.js'])).toMatchObject([{ line: 2 }])
    expect(styleSheetCodeFindings([{ ...old, text: `${old.text}\n@plugin "x";` }], [])).toMatchObject([{ line: 4 }])
    expect(found('@plugin "./x";', { before: '@plugin "./x";' }, ['src/styles/x/index.js'])).toHaveLength(1)
    expect(found('@plugin "old"; @plugin "new";', { before: '@plugin "old";' })).toEqual([[1, RUNS('new')]])
  })

  test.each<[string, string, number]>([
    ['a line end', 'a {}\n@plugin\n"./p.js";', 2],
    ['a comment', '@plugin /* x */ "./p.js";', 1],
    ['nothing', '@plugin"./p.js";', 1],
    ['a comment and nothing else', '@plugin/**/"./p.js"', 1],
    ['a comment of two lines before it', "/* a\n b */\n@plugin\t'./p.js'", 3],
    ['a comment in its name', '/*\n*/@plu/* x\n */gin "./p.js";', 2],
    ['what looks like a comment in strings', 'a { content: "/*" } @plu/**/gin "./p.js"; b { content: "*/" }', 1],
    ['what looks like a string in a comment', '/* it\'s */ @plu/**/gin "./p.js"; /* it\'s */', 1],
    ['Windows’ line ends', 'a {}\r\n@plugin\r\n"./p.js"', 2],
  ])('code that a style sheet loads is found with %s in between', (_what, text, line) => {
    expect(found(text)).toEqual([[line, expect.stringContaining('./p.js')]])
  })

  test('code that a style sheet loads is found in files with any extension that a sheet may import', () => {
    for (const path of ['src/a.md', 'src/a.svg', 'src/a.json', 'src/a.scss', 'src/a.mdx'])
      expect(found('text\n@plugin "./p.js"', { path })).toEqual([[2, RUNS('./p.js')]])
  })

  test('code that a style sheet loads is not confused with longer rule names', () => {
    expect(found('@plugins "x"; @config-x "y"; a@pluginx { } "@config/cat"', { path: 'src/a.md' })).toEqual([])
  })

  test('code that a style sheet loads is reported briefly and fast, even if there is a lot of it', () => {
    expect(found('@plugin "./p.js";\n'.repeat(15_000))).toHaveLength(50)
    expect(found('@plu/**/gin "./p.js";\n'.repeat(12_000))).toHaveLength(50)
  })
})

describe('an import in a style sheet', () => {
  test.each([
    '"./evil.md"',
    "'../data/evil.json'",
    'url(./evil.svg)',
    'url( "./evil.md" )',
    '/* x */"./evil.md" layer(base)',
    '"./evil.md?.css"',
    '"./a.css#/evil.md"',
    '"./evil\\.md"',
    '"//evil.md"',
    '"./evil.ts"',
  ])('an import in a style sheet may not be another file type: %s', (named) => {
    for (const rule of ['import', 'reference'])
      expect(found(`a {}\n@${rule} ${named};`)).toEqual([[2, expect.stringContaining('Not a style sheet')]])
  })

  test.each([
    '"tailwindcss"',
    '"tailwindcss/theme.css" layer(theme)',
    "'./card.css'",
    'url("./card.css") screen and (min-width: 1.5em)',
    'url(card.scss)',
    '"./card"',
    '"@acme/ui/styles"',
    '"#styles/card.css"',
    'url("https://fonts.example/css2?family=Inter")',
    '/* a.md */ "./card.css"',
  ])('an import in a style sheet may be %s', (named) => {
    expect(found(`@import ${named};`)).toEqual([])
  })

  test('an import in a style sheet may stay in its file, but not move to another', () => {
    expect(found('@import "./x.md";', { before: '@import "./x.md";' })).toEqual([])
    expect(found('@import "./x.md";', { path: 'src/a.md' })).toEqual([])
  })
})

function RUNS(named: string): string {
  return `Code that runs while the page is built: ${named}`
}
