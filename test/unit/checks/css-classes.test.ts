import { expect, test } from 'vitest'
import { cssClasses, styleElements } from '#src/domain/checks/css-classes.ts'
import { expectLinear } from '../../support/linear-time.ts'

test.each<[what: string, sheet: string, names: string[]]>([
  ['in lists and with other selectors', '.a, p.b > .c:hover, .d.e::before {}', ['a', 'b', 'c', 'd', 'e']],
  ['in functions', ':where(.a > :not(:last-child)):is(.b, .c) {}', ['a', 'b', 'c']],
  ['in layers and conditions', '@layer x.y { @media (min-width: .5rem) { @supports (a: b) { .a {} } } }', ['a']],
  ['nested', '.a { color: red; &:hover { .b & {} } .c { margin: .5em } > .d {} }', ['a', 'b', 'c', 'd']],
  ['in a scope', '@scope (.a) to (.b) { .c {} }', ['a', 'b', 'c']],
  ['by words of the attribute', `:not([class~="a"], [class~='b'], [ class ~= c ], [data-x=".no"]) {}`, ['a', 'b', 'c']],
  [
    'with escaped characters',
    String.raw`.hover\:w-1\/2, .p-\[13px\], .top-0\.5, .\!m, .\@container\/x {}`,
    ['hover:w-1/2', 'p-[13px]', 'top-0.5', '!m', '@container/x'],
  ],
  ['with escaped digits', '.\\31 2, .\\000032xl\\:a, .\\33\r\nb, .\\1F600 c {}', ['12', '2xl:a', '3b', '😀c']],
  ['with escapes of no character', '.a\\0 b, .\\d800 c, .\\110000 d {}', ['a\ufffdb', '\ufffdc', '\ufffdd']],
  ['with letters of other alphabets and hyphens', '.größe, .-a, .--b, ._c {}', ['größe', '-a', '--b', '_c']],
  ['minified, after declarations', '.a{color:red}.b{margin:.5em;padding:.25rem}.c{}', ['a', 'b', 'c']],
  ['not in comments', '/* .no { */ .a /* .no */ .b {}', ['a', 'b']],
  ['not in strings', `.a::before { content: ".no { } ; \\" .no {" } .b { content: '.no{' }`, ['a', 'b']],
  ['not in URLs', '.a { background: url(x.no{;}.no) } .b { background: url( "y.no{" ) } .c { background: URL(\\).no{) }', ['a', 'b', 'c']],
  ['not in declarations and imports', '@import url(a.no); @import "b.no"; .a { --x: .no; animation: b.no }', ['a']],
  ['not in numbers and key frames', '@keyframes x.no { 50.5% {} } .a { margin: -.5em }', ['a']],
  ['without the end of the sheet', '.a{}.b{color:red', ['a', 'b']],
  ['with an escape at the end of the sheet', '.a{} .b\\', ['a']],
  ['after a string without an end', `.a{content:"x\n}.b{}`, ['a', 'b']],
])('cssClasses finds class names %s', (_what, sheet, names) => {
  expect([...cssClasses(sheet)]).toEqual(names)
})

test('styleElements returns the sheets inside a page', () => {
  expect(styleElements('<style>.a{}</style><p>.no{}</p><STYLE media="print">.b{}</STYLE><style>.c{}')).toEqual(['.a{}', '.b{}', '.c{}'])
  expect(styleElements('<p>')).toEqual([])
})

const PIECES = [
  '.',
  '\\',
  '"',
  "'",
  '/*',
  '/* */',
  '{',
  '}',
  ';',
  '[',
  '[class~=',
  '[ ',
  'url(',
  'url( ',
  '@',
  '@scope',
  '.a',
  '.a\\',
  '\\31 ',
  '.\\',
  '&',
  '\n',
]

test.each(PIECES)('a style sheet of 500,000 times %j is read in linear time', async (piece) => {
  await expect(expectLinear(500_000, (times) => piece.repeat(times), cssClasses)).resolves.toBeUndefined()
  await expect(expectLinear(500_000, (times) => `.a{${piece.repeat(times)}`, cssClasses)).resolves.toBeUndefined()
})

test.each(['<style', '<style>', '</style', '<style></style', '<'])('a page of 500,000 times %j is read in linear time', async (piece) => {
  await expect(expectLinear(500_000, (times) => piece.repeat(times), styleElements)).resolves.toBeUndefined()
})
