import { expect, test } from 'vitest'
import { filePurpose } from '#src/domain/publishing/file-purpose.ts'

test.each<[string, string | null, string, string | null]>([
  [
    'the first sentence of its comment',
    '/** A tier with its price. More of it. */\nexport function Tier() {}\n',
    'src/tier.tsx',
    'A tier with its price.',
  ],
  [
    'a comment of several lines',
    '/**\n * A tier with\n * its price\n * @param x y\n */\nexport const Tier = 1\n',
    'src/tier.tsx',
    'A tier with its price',
  ],
  ['its exports', 'export const a = 1\nexport default function B() {}\nexport type C = 1\nconst d = 2\n', 'src/a.ts', 'exports a, B'],
  [
    'many exports',
    Array.from({ length: 9 }, (_, n) => `export const a${n} = 1`).join('\n'),
    'src/a.ts',
    'exports a0, a1, a2, a3, a4, a5 and 3 more',
  ],
  ['a comment of something that is not exported', '/** Not this. */\nconst a = 1\nexport const b = a\n', 'src/a.ts', 'exports b'],
  ['an empty comment', '/** */\nexport const b = 1\n', 'src/a.ts', 'exports b'],
  ['no exports', 'const a = 1\n', 'src/a.ts', null],
  ['a deleted file', null, 'src/a.ts', null],
  ['tests', 'x', 'src/a.test.tsx', 'tests'],
  ['stories', 'x', 'src/a.stories.tsx', 'stories'],
  ['styles', 'x', 'src/a.css', 'styles'],
  ['package.json', '{}', 'packages/ui/package.json', 'dependencies of the package'],
  ['a lockfile', null, 'package-lock.json', 'locked dependency versions'],
  ['a picture', null, 'public/logo.svg', 'a picture'],
  ['anything else', 'x', 'LICENSE', null],
])('a file’s purpose comes from %s', (_case, text, path, purpose) => {
  expect(filePurpose(path, text)).toBe(purpose)
})

test('a long comment without an end takes no time', () => {
  expect(filePurpose('src/a.ts', '/** '.repeat(50_000))).toBeNull()
  expect(filePurpose('src/a.ts', `/**${' x'.repeat(5_000)}*/ export`)).toBeNull()
  expect(filePurpose('src/a.ts', `/** ${'x'.repeat(1_900)} */ export const a = 1`)).toHaveLength(160)
})
