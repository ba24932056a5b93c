/** The most results kept at once. One more clears them all. */
const MAX_ENTRIES = 1_000

/** Memoizes `load` per key for `milliseconds`. Concurrent calls for a key share one call; failures are not kept. */
export function memoize<Input, Output>(
  milliseconds: number,
  load: (input: Input) => Promise<Output>,
): (key: string, input: Input) => Promise<Output> {
  const entries = new Map<string, { until: number; output: Promise<Output> }>()
  return (key, input) => {
    const entry = entries.get(key)
    if (entry !== undefined && entry.until > Date.now()) return entry.output
    if (entries.size >= MAX_ENTRIES) entries.clear()
    const output = load(input)
    entries.set(key, { until: Date.now() + milliseconds, output })
    output.catch(() => entries.delete(key))
    return output
  }
}
