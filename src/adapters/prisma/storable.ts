/**
 * Makes text storable in PostgreSQL, which rejects U+0000 everywhere and lone surrogates in JSON. Both become U+FFFD, in keys too. Models
 * and commands sometimes contain such text, and a turn must not fail because of it.
 */
export function storable<T>(value: T): T {
  // The shape stays the same: strings give strings, lists give lists, and plain objects keep their keys apart from replaced characters.
  return clean(value) as T
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value)
  if (Array.isArray(value)) return value.map(clean)
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [cleanText(key), clean(inner)]))
}

function cleanText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD')
}
