import { findAll } from '../shared/find-all.ts'

/** Maximum length of a quote from the file, in characters. */
const QUOTED = 2_000
/** Longer files are not searched for similar text. */
const SEARCHED_LINES = 20_000

/**
 * Tells the model where a text that is not in the file was probably meant: text that differs only in white space, or with the same first
 * line.
 */
export function describeNearestMatch(text: string, find: string): string {
  const lines = text.split(/\r?\n/)
  const wanted = trimmedLines(find)
  const [opening] = wanted
  if (opening === undefined) return 'It is only white space. Include the lines around it.'
  if (lines.length <= SEARCHED_LINES) {
    const plain = lines.map(plainly)
    const [spaced] = findAll(plain, wanted, 1)
    if (spaced !== undefined)
      return `The white space differs from ${quoted(lines, spaced, wanted.length)}\nUse exactly that text as "find".`
    const alike = plain.findIndex((line) => line === opening)
    if (alike !== -1) return `The file has its first line, but the lines after it differ. See ${quoted(lines, alike, wanted.length)}`
  }
  return 'Read the file again and copy the text exactly, including its white space.'
}

/** The lines with white space normalized, without empty lines at the start and the end. */
function trimmedLines(find: string): string[] {
  const lines = find.split(/\r?\n/).map(plainly)
  const first = lines.findIndex((line) => line !== '')
  return first === -1 ? [] : lines.slice(first, lines.findLastIndex((line) => line !== '') + 1)
}

function plainly(line: string): string {
  return line.replace(/\s+/g, ' ').trim()
}

function quoted(lines: readonly string[], at: number, count: number): string {
  const part = lines.slice(at, at + count).join('\n')
  const where = count === 1 ? `line ${at + 1}` : `lines ${at + 1} to ${Math.min(at + count, lines.length)}`
  return `${where}:\n${part.length > QUOTED ? `${part.slice(0, QUOTED).toWellFormed()}…` : part}`
}
