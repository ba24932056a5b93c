/** Puts two texts together that came of one; `null` where both changed the same place, or where they are too long to compare. */
export type TextMerge = (texts: { base: string; ours: string; theirs: string }) => string | null
