import { expect, test } from 'vitest'
import { editText } from '#src/domain/agent/edit-text.ts'
import { editsBetween } from '#dev/recorded-model/edits-between.ts'

/** Applies the edits one after the other, as the tool does. */
function edited(before: string, after: string): string {
  return editsBetween('a.ts', before, after).reduce((text, { args }) => {
    const result = editText(text, String(args['find']), String(args['replace']))
    if (!result.ok) throw new Error(result.error)
    return result.text
  }, before)
}

test.each([
  ['nothing', 'a\nb\n', 'a\nb\n', 0],
  ['a line', 'a\nb\nc\n', 'a\nx\nc\n', 1],
  ['a line more at the start', 'a\nb\n', 'x\na\nb\n', 1],
  ['a line more at the end', 'a\nb\n', 'a\nb\nx\n', 1],
  ['a line less', 'a\nb\nc\n', 'a\nc\n', 1],
  ['two places', 'a\nb\nc\nd\ne\n', 'a\nx\nc\nd\ny\n', 2],
  ['the second of two equal lines', 'a\nb\na\nc\n', 'a\nb\nx\nc\n', 1],
  ['a line between equal ones', 'a\na\na\n', 'a\na\nx\na\n', 1],
  ['all of it', 'a\nb\n', 'c\nd\ne\n', 1],
  ['a file without a last line break', 'a\nb', 'a\nc', 1],
  ['replacement patterns', 'a\nb\n', "a\n$& $' $1\n", 1],
])('the edits turn one text into the other: %s', (_what, before, after, count) => {
  expect(editsBetween('a.ts', before, after)).toHaveLength(count)
  expect(edited(before, after)).toBe(after)
})

test('an edit searches for no more lines than needed to be unique', () => {
  expect(editsBetween('a.ts', 'a\nb\nc\nb\nd\n', 'a\nb\nc\nx\nd\n')).toEqual([
    { tool: 'editFile', args: { path: 'a.ts', find: 'b\nd\n', replace: 'x\nd\n' } },
  ])
})

test('any text can be turned into any other', () => {
  let seed = 1
  const next = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % below
  }
  const anyText = () => Array.from({ length: next(12) }, () => `${'abc'[next(3)]}\n`).join('') + (next(2) === 0 ? '' : 'end')
  for (let round = 0; round < 500; round += 1) {
    // In an empty file there is no text that an edit could find.
    const [before, after] = [`first\n${anyText()}`, anyText()]
    expect(edited(before, after)).toBe(after)
  }
})
