import { editFile, type ToolCall } from './recording.ts'

/** Replaces the lines from `from` up to but not including `to`. */
type Change = { from: number; to: number; lines: readonly string[] }

/**
 * The edits that turn `before` into `after`, from top to bottom. Each searches for the fewest whole lines that are unique, so that it still
 * works after other edits of the file.
 */
export function editsBetween(path: string, before: string, after: string): ToolCall[] {
  const edits: ToolCall[] = []
  const wanted = linesOf(after)
  let lines = linesOf(before)
  for (let change = firstChange(lines, wanted); change !== null; change = firstChange(lines, wanted)) {
    const { from, to, lines: changed } = aroundUniqueLines(lines, change)
    edits.push(editFile(path, lines.slice(from, to).join(''), changed.join('')))
    lines = lines.toSpliced(from, to - from, ...changed)
  }
  return edits
}

/** Each line includes its line break. */
function linesOf(text: string): string[] {
  return text.split(/(?<=\n)/)
}

function firstChange(lines: readonly string[], wanted: readonly string[]): Change | null {
  let from = 0
  while (from < lines.length && lines[from] === wanted[from]) from += 1
  if (from === lines.length && from === wanted.length) return null
  const next = firstCommonLine(lines.slice(from), wanted.slice(from))
  return { from, to: from + next.left, lines: wanted.slice(from, from + next.right) }
}

/** Where the longest common subsequence starts; the ends of both if there is none. */
function firstCommonLine(left: readonly string[], right: readonly string[]): { left: number; right: number } {
  // The length of the longest common subsequence from each pair of positions on.
  const lengths: number[][] = [Array.from({ length: right.length + 1 }, () => 0)]
  for (const line of left.toReversed()) {
    const below = lengths[0] ?? []
    const row = [...below]
    for (let at = right.length - 1; at >= 0; at -= 1)
      row[at] = line === right[at] ? 1 + (below[at + 1] ?? 0) : Math.max(below[at] ?? 0, row[at + 1] ?? 0)
    lengths.unshift(row)
  }
  const place = { left: 0, right: 0 }
  while (place.left < left.length && place.right < right.length && left[place.left] !== right[place.right]) {
    const skipsLeft = (lengths[place.left + 1]?.[place.right] ?? 0) >= (lengths[place.left]?.[place.right + 1] ?? 0)
    if (skipsLeft) place.left += 1
    else place.right += 1
  }
  const isCommon = place.left < left.length && place.right < right.length
  return isCommon ? place : { left: left.length, right: right.length }
}

/** Adds a line below, then one above, and so on, until the text to find occurs only once. */
function aroundUniqueLines(lines: readonly string[], change: Change): Change {
  const text = lines.join('')
  let { from, to } = change
  const isUnique = () => {
    const find = lines.slice(from, to).join('')
    return find !== '' && text.indexOf(find) === text.lastIndexOf(find)
  }
  while (!isUnique()) {
    const below = to - change.to
    const above = change.from - from
    if (to < lines.length && (below <= above || from === 0)) to += 1
    else from -= 1
  }
  return { from, to, lines: [...lines.slice(from, change.from), ...change.lines, ...lines.slice(change.to, to)] }
}
