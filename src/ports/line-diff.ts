/** Compares texts line by line. */
export interface LineDiff {
  /** How many lines are new and how many are gone; a text that is too different to compare counts as new as a whole. */
  count(before: string, after: string): { added: number; removed: number }
}
