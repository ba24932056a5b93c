type Part = { text: string; changed: boolean }
export type CodeLine = { kind: 'same' | 'added' | 'removed'; left: number | null; right: number | null; parts: Part[] }
/** A note is a remark by git about the file, such as a missing newline at its end. */
export type DiffLine = CodeLine | { kind: 'hunk' | 'note'; text: string }

/** A longer block is a rewrite, where it makes no sense to pair lines. */
const MAX_PAIRED_LINES = 60
/** Marks don't help if two lines share less than this part of the shorter one. */
const MIN_COMMON_SHARE = 0.3
const WORDS = /[\p{L}\p{N}_]+|\s+|[^]/gu

/** Parses a patch into lines. The changed words of edited lines are marked. */
export function diffLines(patch: string): DiffLine[] {
  let left = 0
  let right = 0
  const lines = patch.split('\n').map((text): DiffLine => {
    const header = /^@@ -(\d+)(?:,\d+)? \+(\d+)/.exec(text)
    if (header !== null) {
      left = Number(header[1])
      right = Number(header[2])
      return { kind: 'hunk', text }
    }
    if (text.startsWith('\\')) return { kind: 'note', text: text.slice(2) }
    const parts = whole(text.slice(1))
    if (text.startsWith('+')) return { kind: 'added', left: null, right: right++, parts }
    if (text.startsWith('-')) return { kind: 'removed', left: left++, right: null, parts }
    return { kind: 'same', left: left++, right: right++, parts }
  })
  markWords(lines)
  return lines
}

/** Pairs removed lines with the lines added right below them. */
function markWords(lines: readonly DiffLine[]): void {
  for (let at = 0; at < lines.length; at += 1) {
    const removed = run(lines, at, 'removed')
    const added = run(lines, at + removed.length, 'added')
    for (const [index, old] of removed.entries()) {
      const next = added[index]
      if (next === undefined || removed.length > MAX_PAIRED_LINES) break
      const [before, after] = changedWords(textOf(old), textOf(next))
      old.parts = before
      next.parts = after
    }
    at += removed.length === 0 ? 0 : removed.length + added.length - 1
  }
}

function run(lines: readonly DiffLine[], from: number, kind: CodeLine['kind']): CodeLine[] {
  const found: CodeLine[] = []
  for (let at = from; at < lines.length; at += 1) {
    const line = lines[at]
    if (line === undefined || !('parts' in line) || line.kind !== kind) break
    found.push(line)
  }
  return found
}

function textOf({ parts }: CodeLine): string {
  return parts.map(({ text }) => text).join('')
}

/** Splits both lines into the common start, the changed middle and the common end, at word boundaries. */
function changedWords(before: string, after: string): [Part[], Part[]] {
  const [old, next] = [before.match(WORDS) ?? [], after.match(WORDS) ?? []]
  const shorter = Math.min(old.length, next.length)
  let start = 0
  while (start < shorter && old[start] === next[start]) start += 1
  let end = 0
  while (end < shorter - start && old.at(-1 - end) === next.at(-1 - end)) end += 1
  const common = visible([...old.slice(0, start), ...old.slice(old.length - end)])
  if (common < MIN_COMMON_SHARE * Math.min(visible(old), visible(next))) return [whole(before), whole(after)]
  return [partsAround(old, start, end), partsAround(next, start, end)]
}

function visible(words: readonly string[]): number {
  return words.join('').replaceAll(/\s/g, '').length
}

function whole(text: string): Part[] {
  return [{ text, changed: false }]
}

function partsAround(words: readonly string[], start: number, end: number): Part[] {
  const cuts = [words.slice(0, start), words.slice(start, words.length - end), words.slice(words.length - end)]
  return cuts.map((some, index) => ({ text: some.join(''), changed: index === 1 })).filter(({ text }) => text !== '')
}
