import { expect, test } from 'vitest'
import { lineDiff } from '#src/adapters/diff/line-diff.ts'

const lines = (count: number, text: string) => Array.from({ length: count }, (_, index) => `${text} ${index}\n`).join('')

test.each<[string, string, string, { added: number; removed: number }]>([
  ['nothing', 'a\nb\n', 'a\nb\n', { added: 0, removed: 0 }],
  ['a new file', '', 'a\nb\n', { added: 2, removed: 0 }],
  ['a file that gets empty', 'a\n', '', { added: 0, removed: 1 }],
  ['a changed line', 'a\nb\nc\n', 'a\nx\nc\n', { added: 1, removed: 1 }],
  ['a line in between', 'a\nc\n', 'a\nb\nc\n', { added: 1, removed: 0 }],
  ['the end of the last line', 'a\nb', 'a\nb\n', { added: 0, removed: 0 }],
  ['the ends of lines', 'a\r\nb\r\n', 'a\nb\n', { added: 0, removed: 0 }],
  ['lines that changed places', 'a\nb\n', 'b\na\n', { added: 1, removed: 1 }],
  ['too much to compare', lines(5_000, 'a'), lines(5_000, 'b'), { added: 5_000, removed: 5_000 }],
])('%s is counted', (_what, before, after, counts) => {
  expect(lineDiff.count(before, after)).toEqual(counts)
})
