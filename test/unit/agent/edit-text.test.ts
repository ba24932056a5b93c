import { describe, expect, test } from 'vitest'
import { editText } from '#src/domain/agent/edit-text.ts'
import { nearestPaths } from '#src/domain/agent/nearest-paths.ts'

const errorOf = (text: string, find: string) => {
  const edited = editText(text, find, 'x')
  return edited.ok ? expect.fail('it was found') : edited.error
}
const CARD = 'export function Card() {\n    return (\n        <div>\n        </div>\n    )\n}\n'

describe('text that does not occur in the file', () => {
  test('text that does not occur in the file is quoted from the file if only its white space differs', () => {
    const error = errorOf(CARD, '  return (\n    <div>\n    </div>\n  )\n')
    expect(error).toContain('The white space differs from lines 2 to 5:\n    return (\n        <div>\n        </div>\n    )\n')
    expect(errorOf(CARD, 'export  function Card() {')).toContain('line 1:\nexport function Card() {')
  })

  test('text that does not occur in the file is located by its first line', () => {
    expect(errorOf(CARD, 'return (\n  <section>\n')).toContain('the lines after it differ. See lines 2 to 3:\n    return (\n        <div>')
  })

  test('text that does not occur in the file gets the advice to read the file again, or to include more lines if it is only white space', () => {
    expect(errorOf(CARD, 'return null')).toContain('Read the file again')
    expect(errorOf(CARD, '\t')).toContain('only white space')
  })

  test('text that does not occur in the file gets a short error fast, even in a very long file or if it is very long itself', () => {
    expect(errorOf('a\n'.repeat(500_000), 'b')).toContain('Read the file again')
    expect(errorOf(` ${'y'.repeat(100_000)}`, `${'y'.repeat(100_000)} `).length).toBeLessThan(2_200)
  })
})

test('an error lists the lines of text that occurs several times', () => {
  expect(errorOf('a\nb\na\n', 'a')).toBe('"find" occurs 2 times, at lines 1, 3. Include more lines around it so that it occurs once.')
})

test('an edit that changes nothing is refused', () => {
  expect(errorOf('x', 'x')).toContain('nothing would change')
})

describe('line endings', () => {
  test.each<[string, string, string, string, string]>([
    ['of a file with CRLF are kept where LF was written', 'a\r\nb\r\n', 'a\nb', 'a\nx\nb', 'a\r\nx\r\nb\r\n'],
    ['also where only the new text has some', 'a\r\nb\r\n', 'b', 'b\nc', 'a\r\nb\r\nc\r\n'],
    ['are as written where CRLF was', 'a\r\nb\r\n', 'a\r\n', 'a\n', 'a\nb\r\n'],
    ['of a mixed file are as written', 'a\r\nb\nc\n', 'b\nc', 'b\nx\nc', 'a\r\nb\nx\nc\n'],
  ])('%s', (_case, text, find, replace, after) => {
    expect(editText(text, find, replace)).toEqual({ ok: true, text: after })
  })
})

test.each<[string, string[]]>([
  ['src/button.tsx', ['src/ui/Button.tsx']],
  ['button', ['src/ui/Button.tsx']],
  ['src/ui/Button.tsx', []],
  ['src/badge.tsx', []],
  ['', []],
])('nearestPaths suggests for %j: %j', (path, near) => {
  expect(nearestPaths(path, ['src/ui/Button.tsx', 'src/ui/badges.tsx', 'src/button/button.test.ts'])).toEqual(near)
})
