const FACTORS = [1, 2, 2.5, 5, 10]

/** Round whole values for an axis, from 0 to the first that is at least `most`: 0, 500, 1000, 1500 for 1218. */
export function niceTicks(most: number, count = 4): number[] {
  const atLeast = Math.max(most / count, 1)
  const magnitude = 10 ** Math.floor(Math.log10(atLeast))
  const step = magnitude * (FACTORS.find((factor) => factor * magnitude >= atLeast) ?? 10)
  return Array.from({ length: Math.max(Math.ceil(most / step), 1) + 1 }, (_, index) => index * step)
}
