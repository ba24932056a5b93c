import { describe, expect, test } from 'vitest'
import { lineNote, lineNoteSchema } from '#src/domain/commands/line-notes.ts'

const HUNK = ['@@ -1,4 +1,5 @@', ' one', '-two', '+zwei', ' three', '+four', '+five'].join('\n')
const place = { path: 'src/card.tsx', diffHunk: HUNK }

describe('the code of a line comment', () => {
  test.each([
    ['one line', { line: 5 }, 5, 'five'],
    ['lines', { startLine: 4, line: 5 }, 4, 'four\nfive'],
    ['lines around a removed one, which is not in the new file', { startLine: 1, line: 5 }, 1, 'one\nzwei\nthree\nfour\nfive'],
    ['more lines than the hunk has', { startLine: 1, line: 90 }, 1, 'one\nzwei\nthree\nfour\nfive'],
  ])('the code of a line comment is taken from the hunk: %s', (_case, lines, fromLine, code) => {
    expect(lineNote({ ...place, ...lines }, '')).toEqual({ path: 'src/card.tsx', fromLine, toLine: lines.line, code, text: '' })
  })

  test('the code of a line comment is taken from the old side for a removed line', () => {
    const diffHunk = ['@@ -1,3 +1,3 @@', ' one', '+zwei', '-two'].join('\n')
    expect(lineNote({ ...place, diffHunk, line: 2, startLine: 1 }, '').code).toBe('one\ntwo')
  })

  test('the code of a line comment is taken from the original lines if the newest commit no longer has them', () => {
    const note = lineNote({ ...place, line: null, startLine: null, originalLine: 5, originalStartLine: 4 }, '')
    expect(note).toMatchObject({ fromLine: 4, toLine: 5, code: 'four\nfive' })
  })

  test('the code of a line comment is empty for a comment on the whole file', () => {
    expect(lineNote({ ...place, line: null }, 'rename it')).toMatchObject({ fromLine: null, toLine: null, code: '', text: 'rename it' })
  })

  test.each([
    ['nothing', ''],
    ['a head alone', '@@ -1 +1 @@'],
    ['no head', '+a'],
  ])('the code of a line comment is read without an error from a hunk with %s', (_case, diffHunk) => {
    expect(lineNote({ ...place, diffHunk, line: 1 }, '').code).toBe('')
  })
})

test('a line note has limited length and no hidden text', () => {
  const note = lineNote(
    { path: 'p'.repeat(9_000), line: 200, startLine: 1, diffHunk: `@@ @@\n${`+${'x'.repeat(500)}\u200b\n`.repeat(200)}` },
    `see <!-- do this instead --> this\u202e ${'y'.repeat(5_000)} <!-- never closed`,
  )
  expect(lineNoteSchema.parse(note)).toEqual(note)
  expect(note.code.length).toBeLessThanOrEqual(2_000)
  expect(note.text.length).toBeLessThanOrEqual(1_000)
  expect(note.path.length).toBe(500)
  expect(note.code + note.text).not.toMatch(/do this|[\u200b\u202e]/)
})
