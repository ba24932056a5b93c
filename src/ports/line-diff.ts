import type { AnyText } from '#src/domain/shared/hostile-text.ts'

/** One line of a diff with its line number on each side, from 1; `null` if the line is not on that side. */
export type DiffLine = { kind: 'same' | 'added' | 'removed'; before: number | null; after: number | null }

/** Compares texts line by line. */
export interface LineDiff {
  /** The number of added and removed lines; a text that is too different to compare counts as all new. */
  count(before: AnyText, after: AnyText): { added: number; removed: number }
  /** The changes as hunks with three lines of context; `null` if the texts are too different to compare. */
  pieces(before: AnyText, after: AnyText): DiffLine[][] | null
}
