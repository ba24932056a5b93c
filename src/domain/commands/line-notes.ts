import { z } from 'zod'
import { visibleText } from '../shared/visible-text.ts'

/** A comment on some lines of a file, with those lines. */
export const lineNoteSchema = z.object({
  path: z.string(),
  /** From 1, in the file as the author saw it; `null` for a comment on the whole file. */
  fromLine: z.number().int().positive().nullable(),
  toLine: z.number().int().positive().nullable(),
  /** The lines, without the diff's signs. */
  code: z.string(),
  /** Empty if the line comment is the command itself. */
  text: z.string(),
})
export type LineNote = z.infer<typeof lineNoteSchema>

/** Maximum number of notes that are read from one review. */
export const LINE_NOTES = 30
const CODE_LINES = 40
const CODE_CHARACTERS = 2_000
const TEXT_CHARACTERS = 1_000

/** A line comment from GitHub. The original lines are used if the newest commit no longer has the lines. */
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

/** The last `count` lines of the commented side; a hunk ends with the commented lines. */
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
