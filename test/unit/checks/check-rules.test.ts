import { describe, expect, test } from 'vitest'
import { checkAnnotations, placedLines } from '#src/domain/checks/check-annotations.ts'
import { elementSources } from '#src/domain/checks/element-source.ts'
import { byPictureName, pictureName, pictureLabel } from '#src/domain/preview/picture-name.ts'
import type { Annotation } from '#src/domain/projects/records.ts'
import { rewrittenFiles } from '#src/domain/checks/rewritten-files.ts'
import { suppressionComments } from '#src/domain/checks/suppression-comments.ts'

test.each<[string, [string, number, string][]]>([
  ['src/a.tsx:3:7: error TS2322: No', [['src/a.tsx', 3, 'error TS2322: No']]],
  ['src/a b.ts(4,5): error TS1: x', [['src/a b.ts', 4, 'error TS1: x']]],
  ['src/a.ts:2: "x" is imported', [['src/a.ts', 2, '"x" is imported']]],
  ['./src/a.ts:2:1: x', [['src/a.ts', 2, 'x']]],
  ['    at foo (node:1:2)\nerror: no\n\n12:30: lunch time', [['12', 30, 'lunch time']]],
  ['nothing', []],
])('placedLines finds the locations in “%s”', (output, found) => {
  expect(placedLines(output, 'failure').map(({ path, line, message }) => [path, line, message])).toEqual(found)
})

test('checkAnnotations returns the fifty most severe annotations, titled with their check', () => {
  const warnings: Annotation[] = Array.from({ length: 49 }, (_, line) => ({ path: 'b.ts', line: line + 1, level: 'warning', message: 'w' }))
  const failures: Annotation[] = [2, 1].map((line) => ({ path: 'z.ts', line, level: 'failure', message: 'f' }))
  const shown = checkAnnotations([
    { name: 'Design system', outcome: 'warning', detail: '', annotations: warnings },
    { name: 'Build', outcome: 'passed', detail: '' },
    { name: 'Types', outcome: 'failed', detail: '', annotations: failures },
  ])
  expect(shown).toHaveLength(50)
  expect(shown.slice(0, 3).map(({ path, line, title }) => [path, line, title])).toEqual([
    ['z.ts', 1, 'Types'],
    ['z.ts', 2, 'Types'],
    ['b.ts', 1, 'Design system'],
  ])
})

describe('elementSources', () => {
  const sources = {
    'src/a.tsx': `one\n<button id="pay" className="px-2 py-1">\n  Pay now\n</button>\n<i className="both" /><a href="/terms">Terms &amp; more</a>`,
    'src/b.tsx': `<b className="both" /> <input aria-label="Your name" />`,
  }
  test.each<[string, string, number]>([
    ['<button id="pay" class="x">', 'src/a.tsx', 2],
    ['<button class="px-2 py-1" type="button">Other</button>', 'src/a.tsx', 2],
    ['<button class="made up">Pay now</button>', 'src/a.tsx', 3],
    ['<input aria-label="Your name" class="both">', 'src/b.tsx', 1],
    ['<a href="/terms">x</a>', 'src/a.tsx', 5],
    ['<b data-cut="a long attribute that is cut by the end', '', 0],
    ['<i class="both"></i>', '', 0],
    ['no element', '', 0],
  ])('elementSources finds the source of %s', (html, path, line) => {
    expect(elementSources(['<b>x</b>', html], sources)(html)).toEqual(path === '' ? null : { path, line })
  })
})

test('suppressionComments finds new comments and ignores existing ones', () => {
  const text = `// @ts-nocheck\nconst a = 1 // @ts-expect-error soon\n/* eslint-disable */\n// biome-ignore lint: x\nconst b = '@ts-ignore'\n  // @ts-ignore`
  expect(suppressionComments('a.ts', text, '// @ts-ignore\nold').map(({ line, level }) => [line, level])).toEqual([
    [1, 'failure'],
    [2, 'warning'],
    [3, 'warning'],
    [4, 'warning'],
  ])
})

describe('rewrittenFiles reports a file', () => {
  const file = { path: 'a.tsx', added: 50, removed: 31, lines: 60, linesBefore: 50, isWrittenWhole: true }
  test.each<[string, boolean, Parameters<typeof rewrittenFiles>[0], Partial<typeof file> | { linesBefore: null }]>([
    ['by one that replaces most of it', true, 'refine', {}],
    ['not by one that replaces a part', false, 'refine', { removed: 30 }],
    ['not in parts', false, 'refine', { isWrittenWhole: false }],
    ['not where it is short', false, 'refine', { linesBefore: 39, removed: 39 }],
    ['not where it is new', false, 'refine', { linesBefore: null }],
    ['not where something new is made', false, 'generate', {}],
  ])('%s', (_how, isRewritten, operation, changes) => {
    expect(rewrittenFiles(operation, [{ ...file, ...changes }])).toHaveLength(isRewritten ? 1 : 0)
  })
})

test('pictures are named by width and color scheme, and sorted by them', () => {
  const names = [1_280, 375].flatMap((widthPx) => (['dark', 'light'] as const).map((scheme) => pictureName({ widthPx, scheme })))
  expect(names.toSorted(byPictureName)).toEqual(['375', '375-dark', '1280', '1280-dark'])
  expect(names.map(pictureLabel)).toContain('375 pixels, dark')
})
