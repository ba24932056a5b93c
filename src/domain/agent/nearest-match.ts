/** What is quoted of the file, in characters. */
const QUOTED = 2_000
/** Longer texts are not searched for what is only alike. */
const SEARCHED_LINES = 20_000

/** Where a text that isn't in the file may have been meant, in words for the model: the same but for white space, or the same first line. */
export function describeNearestMatch(text: string, find: string): string {
  const lines = text.split(/\r?\n/)
  const wanted = trimmedLines(find)
  const [opening] = wanted
  if (opening === undefined) return 'It is nothing but white space; add the lines around it.'
  if (lines.length <= SEARCHED_LINES) {
    const plain = lines.map(plainly)
    const spaced = plain.findIndex((_line, at) => wanted.every((line, offset) => plain[at + offset] === line))
    if (spaced !== -1) return `It differs in white space from ${quoted(lines, spaced, wanted.length)}\nUse exactly that text as "find".`
    const alike = plain.findIndex((line) => line === opening)
    if (alike !== -1) return `Its first line is there, but what follows is different: see ${quoted(lines, alike, wanted.length)}`
  }
  return 'Read the file again and copy the text exactly, with its white space.'
}

/** Each without the white space that may differ, and without empty lines around. */
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
