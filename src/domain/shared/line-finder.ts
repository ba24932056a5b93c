/** The line, from 1, of each index of a text. Made once per text; each answer takes logarithmic time. */
export function lineFinder(text: string): (index: number) => number {
  const ends: number[] = []
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) ends.push(end)
  return (index) => {
    let [from, to] = [0, ends.length]
    while (from < to) {
      const middle = (from + to) >> 1
      if ((ends[middle] ?? 0) < index) from = middle + 1
      else to = middle
    }
    return from + 1
  }
}
