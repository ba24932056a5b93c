import { z } from 'zod'
import { visibleText } from '../shared/visible-text.ts'

/** What somebody wrote about some lines of a file, with the code that it is about. */
export const lineNoteSchema = z.object({
  path: z.string(),
  /** Counted from 1, in the file as the note's author saw it; `null` where it is about the whole file. */
  fromLine: z.number().int().positive().nullable(),
  toLine: z.number().int().positive().nullable(),
  /** The lines themselves, without the diff's signs. */
  code: z.string(),
  /** Empty for the line comment that is the command itself. */
  text: z.string(),
})
export type LineNote = z.infer<typeof lineNoteSchema>

/** So many notes of one review are read. */
export const LINE_NOTES = 30
const CODE_LINES = 40
const CODE_CHARACTERS = 2_000
const TEXT_CHARACTERS = 1_000

/** A line comment as GitHub tells it; the original lines count where the newest commit has no such lines any more. */
export type LineComment = {
  path: string
  line?: number | null | undefined
  originalLine?: number | null | undefined
  startLine?: number | null | undefined
  originalStartLine?: number | null | undefined
  diffHunk: string
}

export function lineNote(comment: LineComment, text: string): LineNote {
  const toLine = comment.line ?? comment.originalLine ?? null
  const fromLine = (comment.line == null ? comment.originalStartLine : comment.startLine) ?? toLine
  return {
    path: comment.path.slice(0, 500),
    fromLine,
    toLine,
    code: toLine === null || fromLine === null ? '' : lastLines(comment.diffHunk, toLine - fromLine + 1),
    text: visibleText(text.replace(/<!--[^]*?(?:-->|$)/g, ''))
      .trim()
      .slice(0, TEXT_CHARACTERS)
      .toWellFormed(),
  }
}

/** A hunk ends with the lines that are commented; those of the other side between them don't count. */
function lastLines(hunk: string, count: number): string {
  const lines = hunk.split('\n').slice(1)
  const side = lines.at(-1)?.startsWith('-') === true ? '+' : '-'
  const shown = lines.filter((line) => !line.startsWith(side) && !line.startsWith('\\'))
  return visibleText(
    shown
      .slice(-Math.min(Math.max(count, 1), CODE_LINES))
      .map((line) => line.slice(1))
      .join('\n'),
  )
    .slice(0, CODE_CHARACTERS)
    .toWellFormed()
}
