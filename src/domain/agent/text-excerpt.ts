import { endsInCrlf } from './edit-text.ts'

/** The most that one read returns. */
const SHOWN = { lines: 400, characters: 30_000, lineCharacters: 2_000 }

/** The requested lines of a text, within the limits, and how to read the rest. Lines are counted from 1. */
export function textExcerpt(text: string, asked: { fromLine: number | null; lineCount: number | null }): Record<string, unknown> {
  const crlf = endsInCrlf(text)
  const lines = text.replace(/^\uFEFF/, '').split(crlf ? '\r\n' : '\n')
  const from = Math.max(1, asked.fromLine ?? 1)
  const count = Math.min(SHOWN.lines, Math.max(1, asked.lineCount ?? SHOWN.lines))
  const part: string[] = []
  let characters = 0
  for (const line of lines.slice(from - 1, from - 1 + count)) {
    const shown = shortened(line)
    characters += shown.length + 1
    if (part.length > 0 && characters > SHOWN.characters) break
    part.push(shown)
  }
  const next = from + part.length
  return {
    fromLine: from,
    lines: lines.length,
    text: part.join('\n'),
    ...(crlf ? { lineEnds: 'CRLF; editFile keeps them' } : {}),
    ...(next <= lines.length ? { moreLines: lines.length - next + 1, nextLine: next } : {}),
    ...(from > lines.length ? { note: `The file has only ${lines.length} lines.` } : {}),
  }
}

function shortened(line: string): string {
  const leftOut = line.length - SHOWN.lineCharacters
  return leftOut <= 0 ? line : `${line.slice(0, SHOWN.lineCharacters).toWellFormed()}… ${leftOut} more characters in this line`
}
