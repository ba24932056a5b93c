/** One line of a comparison, with its number on either side, from 1; `null` where that side has none. */
export type DiffLine = { kind: 'same' | 'added' | 'removed'; before: number | null; after: number | null }

/** Compares texts line by line. */
export interface LineDiff {
  /** How many lines are new and how many are gone; a text that is too different to compare counts as new as a whole. */
  count(before: string, after: string): { added: number; removed: number }
  /** What changed, in pieces with three lines around each; `null` where the texts are too different to compare. */
  pieces(before: string, after: string): DiffLine[][] | null
}
