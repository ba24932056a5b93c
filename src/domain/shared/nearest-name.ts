/** The name that is most similar to `word`, at most two edits away; `null` if there is none. */
export function nearestName<Name extends string>(word: string, names: readonly Name[]): Name | null {
  const near = names.map((name) => ({ name, distance: editDistance(word, name) })).toSorted((a, b) => a.distance - b.distance)[0]
  return near !== undefined && near.distance <= 2 && near.distance < word.length ? near.name : null
}

/** The Levenshtein distance; both words are short. */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [i, left] of [...a].entries()) {
    const next = [i + 1]
    for (const [j, right] of [...b].entries()) {
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (left === right ? 0 : 1)))
    }
    row = next
  }
  return row[b.length] ?? 0
}
