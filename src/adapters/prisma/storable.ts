/**
 * Text that PostgreSQL takes: it refuses U+0000 everywhere, and half a surrogate pair in JSON. Both become U+FFFD, in keys too.
 * Models and commands write such text now and then; a turn must not fail for it, whatever it holds.
 */
export function storable<T>(value: T): T {
  // Strings give strings, lists lists, and plain objects the same keys but for what can't be stored.
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
