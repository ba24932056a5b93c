import { diffArrays } from 'diff'
import type { LineDiff } from '#src/ports/line-diff.ts'

/** Beyond so many changed lines nobody counts; it bounds the time as well. */
const CHANGES = 1_500

export const lineDiff: LineDiff = {
  count(before, after) {
    const [old, young] = [linesOf(before), linesOf(after)]
    const changes = diffArrays(old, young, { maxEditLength: CHANGES })
    if (changes === undefined) return { added: young.length, removed: old.length }
    const sum = (kind: 'added' | 'removed') => changes.reduce((count, change) => count + (change[kind] ? change.value.length : 0), 0)
    return { added: sum('added'), removed: sum('removed') }
  },
}

/** The end of the last line begins no other. */
function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/)
}
