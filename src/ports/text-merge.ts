/** Three-way merge of two texts; `null` if both changed the same place, or the texts are too long to compare. */
export type TextMerge = (texts: { base: string; ours: string; theirs: string }) => string | null
