import { reader } from '../shared/hostile-text.ts'
import type { FileEdit, Operation } from '../projects/records.ts'

/** Shorter files may be rewritten. */
const SHORT_LINES = 40
/** A file counts as rewritten if more than this share of its lines was removed. */
const SHARE = 0.6

/** How a file was changed. */
export type ChangedFile = FileEdit & {
  /** Number of lines before the change; `null` if the file is new. */
  linesBefore: number | null
  /** Written with writeFile, not with editFile. */
  isWrittenWhole: boolean
}

/** Files that a refinement rewrote instead of editing. */
export function rewrittenFiles(operation: Operation, files: readonly ChangedFile[]): ChangedFile[] {
  if (operation !== 'refine') return []
  return files.filter(
    ({ linesBefore, removed, isWrittenWhole }) =>
      isWrittenWhole && linesBefore !== null && linesBefore >= SHORT_LINES && removed / linesBefore > SHARE,
  )
}

/** The number of lines; a newline at the end ends the last one. */
export const countLines = reader('countLines', (text) => (text === '' ? 0 : text.replace(/\r?\n$/, '').split('\n').length))
