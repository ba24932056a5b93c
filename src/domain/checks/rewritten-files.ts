import type { FileEdit, Operation } from '../projects/records.ts'

/** A file shorter than this may be written anew. */
const SHORT_LINES = 40
/** The share of a file's lines beyond which it counts as written anew. */
const SHARE = 0.6

/** A file as it was, and how it was changed. */
export type ChangedFile = FileEdit & {
  /** Lines that it had before; `null` where it wasn't there. */
  linesBefore: number | null
  /** Written as a whole, not by replacing parts. */
  isWrittenWhole: boolean
}

/** Which files were written anew though only something of them was to be changed. */
export function rewrittenFiles(operation: Operation, files: readonly ChangedFile[]): ChangedFile[] {
  if (operation !== 'refine') return []
  return files.filter(
    ({ linesBefore, removed, isWrittenWhole }) =>
      isWrittenWhole && linesBefore !== null && linesBefore >= SHORT_LINES && removed / linesBefore > SHARE,
  )
}
