import { expect, test } from 'vitest'
import { computeLineDiff } from '#src/adapters/diff/compute-line-diff.ts'

const lines = (count: number, text: string) => Array.from({ length: count }, (_, index) => `${text} ${index}\n`).join('')

test.each<[string, string, string, { added: number; removed: number }]>([
  ['nothing', 'a\nb\n', 'a\nb\n', { added: 0, removed: 0 }],
  ['a new file', '', 'a\nb\n', { added: 2, removed: 0 }],
  ['a file that becomes empty', 'a\n', '', { added: 0, removed: 1 }],
  ['a changed line', 'a\nb\nc\n', 'a\nx\nc\n', { added: 1, removed: 1 }],
  ['a line in between', 'a\nc\n', 'a\nb\nc\n', { added: 1, removed: 0 }],
  ['the end of the last line', 'a\nb', 'a\nb\n', { added: 0, removed: 0 }],
  ['line endings', 'a\r\nb\r\n', 'a\nb\n', { added: 0, removed: 0 }],
  ['lines that changed places', 'a\nb\n', 'b\na\n', { added: 1, removed: 1 }],
  ['too much to compare', lines(5_000, 'a'), lines(5_000, 'b'), { added: 5_000, removed: 5_000 }],
])('counts the changed lines of %s', (_what, before, after, counts) => {
  expect(computeLineDiff.count(before, after)).toEqual(counts)
})

const hunks = (before: string, after: string) =>
  computeLineDiff
    .pieces(before, after)
    ?.map((piece) => piece.map(({ kind, before: old, after: young }) => `${kind} ${old ?? '-'} ${young ?? '-'}`))

test('a line diff shows changes with three lines of context', () => {
  const before = lines(20, 'line')
  expect(hunks(before, before.replace('line 10', 'other'))).toEqual([
    [...['same 8 8', 'same 9 9', 'same 10 10', 'removed 11 -', 'added - 11', 'same 12 12', 'same 13 13', 'same 14 14']],
  ])
})

test('puts nearby changes in one hunk, others in their own, and shows no line twice', () => {
  const before = lines(40, 'line')
  const after = before.replace('line 5\n', 'other\n').replace('line 11\n', '').replace('line 30\n', 'line 30\nnew\n')
  const pieces = computeLineDiff.pieces(before, after) ?? []
  expect(pieces.length).toBe(2)
  const seen = pieces.flat().map(({ before: old, after: young }) => `${old} ${young}`)
  expect(new Set(seen).size).toBe(seen.length)
  expect(pieces.flat().filter(({ kind }) => kind !== 'same').length).toBe(4)
})

test('a line diff returns no hunks for equal texts and null for texts that are too different', () => {
  expect(hunks('a\n', 'a\n')).toEqual([])
  expect(computeLineDiff.pieces(lines(5_000, 'a'), lines(5_000, 'b'))).toBeNull()
})

test('a line diff shows only existing context for a change at the start', () => {
  expect(hunks('a\nb\n', 'a\nc\n')).toEqual([['same 1 1', 'removed 2 -', 'added - 2']])
})
