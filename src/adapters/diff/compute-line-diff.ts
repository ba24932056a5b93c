import { reader } from '#src/domain/shared/hostile-text.ts'
import { diffArrays } from 'diff'
import type { ChangeObject } from 'diff'
import type { DiffLine, LineDiff } from '#src/ports/line-diff.ts'

/** More changed lines than this are not counted. This also bounds the time. */
const CHANGES = 1_500
/** Unchanged lines shown around a change. */
const AROUND = 3

export const computeLineDiff: LineDiff = {
  count: reader('lineDiff', (before: string, after: string) => {
    const [old, young] = [linesOf(before), linesOf(after)]
    const changes = diffArrays(old, young, { maxEditLength: CHANGES })
    if (changes === undefined) return { added: young.length, removed: old.length }
    const sum = (kind: 'added' | 'removed') => changes.reduce((count, change) => count + (change[kind] ? change.value.length : 0), 0)
    return { added: sum('added'), removed: sum('removed') }
  }),
  pieces: reader('lineDiff', (before: string, after: string) => {
    const changes = diffArrays(linesOf(before), linesOf(after), { maxEditLength: CHANGES })
    return changes === undefined ? null : inPieces(numbered(changes))
  }),
}

function numbered(changes: readonly ChangeObject<string[]>[]): DiffLine[] {
  let before = 0
  let after = 0
  return changes.flatMap(({ added, removed, value }) =>
    value.map((): DiffLine => {
      if (added) return { kind: 'added', before: null, after: (after += 1) }
      if (removed) return { kind: 'removed', before: (before += 1), after: null }
      return { kind: 'same', before: (before += 1), after: (after += 1) }
    }),
  )
}

function inPieces(lines: readonly DiffLine[]): DiffLine[][] {
  const pieces: DiffLine[][] = []
  let end = -1
  for (const [index, { kind }] of lines.entries()) {
    if (kind === 'same') continue
    const from = Math.max(0, end, index - AROUND)
    const to = Math.min(lines.length, index + AROUND + 1)
    if (end >= 0 && from === end) pieces.at(-1)?.push(...lines.slice(end, to))
    else pieces.push(lines.slice(from, to))
    end = to
  }
  return pieces
}

/** A trailing newline ends the last line. It does not start another one. */
function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/)
}
