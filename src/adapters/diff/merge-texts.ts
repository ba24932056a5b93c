import { diffArrays } from 'diff'
import type { TextMerge } from '#src/ports/text-merge.ts'

/** Sides with more changed lines than this are not merged. This also bounds the time. */
const CHANGES = 1_500

/** Lines `from` (inclusive) to `to` (exclusive) of the base became `lines`. */
type Hunk = { from: number; to: number; lines: string[] }
type Side = 'ours' | 'theirs'

/**
 * Merges three texts by line, like `git merge-file`: changes that overlap or touch conflict, unless they are identical. Returns null on a
 * conflict. Our own implementation on top of `diff`, because merge libraries take seconds on files with many equal lines, which would delay
 * heartbeats.
 */
export const mergeTexts: TextMerge = ({ base, ours, theirs }) => {
  // Lines keep their carriage returns, so the merged text is identical byte for byte where nothing changed.
  const lines = base.split('\n')
  const changes = { ours: hunksOf(lines, ours.split('\n')), theirs: hunksOf(lines, theirs.split('\n')) }
  if (changes.ours === null || changes.theirs === null) return null
  /** Parts of many lines: as arguments of one call they would overflow the stack. */
  const merged: string[][] = []
  let done = 0
  for (const { from, to, hunks } of groupsOf(changes.ours, changes.theirs)) {
    const [a, b] = [applied(lines, { from, to }, hunks.ours), applied(lines, { from, to }, hunks.theirs)]
    const collides = hunks.ours.length > 0 && hunks.theirs.length > 0 && a.join('\n') !== b.join('\n')
    if (collides) return null
    merged.push(lines.slice(done, from), hunks.ours.length > 0 ? a : b)
    done = to
  }
  return [...merged, lines.slice(done)].flat().join('\n')
}

function hunksOf(base: string[], other: string[]): Hunk[] | null {
  const changes = diffArrays(base, other, { maxEditLength: CHANGES })
  if (changes === undefined) return null
  const hunks: Hunk[] = []
  let at = 0
  for (const { added, removed, value } of changes) {
    const last = hunks.at(-1)
    const hunk = last !== undefined && last.to === at ? last : { from: at, to: at, lines: [] }
    if ((added || removed) && hunk !== last) hunks.push(hunk)
    if (added) hunk.lines = hunk.lines.concat(value)
    else if (removed) hunk.to = at += value.length
    else at += value.length
  }
  return hunks
}

/** Groups hunks that overlap or touch. */
function groupsOf(ours: readonly Hunk[], theirs: readonly Hunk[]): { from: number; to: number; hunks: Record<Side, Hunk[]> }[] {
  const all = [...ours.map((hunk) => ({ side: 'ours' as const, hunk })), ...theirs.map((hunk) => ({ side: 'theirs' as const, hunk }))]
  const groups: ReturnType<typeof groupsOf> = []
  for (const { side, hunk } of all.toSorted((a, b) => a.hunk.from - b.hunk.from || a.hunk.to - b.hunk.to)) {
    let group = groups.at(-1)
    if (group === undefined || hunk.from > group.to) {
      group = { from: hunk.from, to: hunk.to, hunks: { ours: [], theirs: [] } }
      groups.push(group)
    }
    group.to = Math.max(group.to, hunk.to)
    group.hunks[side].push(hunk)
  }
  return groups
}

/** A range of the base with one side's hunks applied. */
function applied(base: readonly string[], { from, to }: { from: number; to: number }, hunks: readonly Hunk[]): string[] {
  const parts: (readonly string[])[] = []
  let done = from
  for (const hunk of hunks) {
    parts.push(base.slice(done, hunk.from), hunk.lines)
    done = hunk.to
  }
  return [...parts, base.slice(done, to)].flat()
}
