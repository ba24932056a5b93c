import { expect, test } from 'vitest'
import { fileTree } from '#src/domain/repository/file-tree.ts'
import type { FileTree } from '#src/domain/repository/file-tree.ts'

const told = (entries: readonly FileTree[]): unknown[] =>
  entries.map(({ name, path, isFolder, inside }) => (isFolder ? [name, path, told(inside)] : [name, path]))

test('folders come first, and a folder with a single subfolder is merged with it', () => {
  expect(told(fileTree(['package.json', 'src/lib/a.ts', 'src/components/ui/b.tsx', 'src/components/ui/a.tsx', 'docs/x/y/z.md']))).toEqual([
    ['docs/x/y', 'docs/x/y', [['z.md', 'docs/x/y/z.md']]],
    [
      'src',
      'src',
      [
        [
          'components/ui',
          'src/components/ui',
          [
            ['a.tsx', 'src/components/ui/a.tsx'],
            ['b.tsx', 'src/components/ui/b.tsx'],
          ],
        ],
        ['lib', 'src/lib', [['a.ts', 'src/lib/a.ts']]],
      ],
    ],
    ['package.json', 'package.json'],
  ])
  expect(fileTree([])).toEqual([])
})
