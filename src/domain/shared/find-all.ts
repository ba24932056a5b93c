/**
 * Where `wanted` occurs, at most `most` places, also those that overlap. Takes linear time whatever both contain (the algorithm of Knuth,
 * Morris and Pratt); `indexOf` takes the product of both lengths where a text repeats itself.
 */
export function findAll<Item>(items: ArrayLike<Item>, wanted: ArrayLike<Item>, most: number): number[] {
  if (wanted.length === 0 || wanted.length > items.length) return []
  const places: number[] = []
  const restart = borders(wanted)
  let matched = 0
  for (let index = 0; index < items.length && places.length < most; index += 1) {
    while (matched > 0 && items[index] !== wanted[matched]) matched = restart[matched - 1] ?? 0
    if (items[index] === wanted[matched]) matched += 1
    if (matched < wanted.length) continue
    places.push(index + 1 - matched)
    matched = restart[matched - 1] ?? 0
  }
  return places
}

/** For each start of `wanted`, the length of its longest other start that it also ends with. */
function borders<Item>(wanted: ArrayLike<Item>): Uint32Array {
  const lengths = new Uint32Array(wanted.length)
  let length = 0
  for (let index = 1; index < wanted.length; index += 1) {
    while (length > 0 && wanted[index] !== wanted[length]) length = lengths[length - 1] ?? 0
    if (wanted[index] === wanted[length]) length += 1
    lengths[index] = length
  }
  return lengths
}
