/** Parses JSON with comments and trailing commas, as in tsconfig files; `null` if it is invalid. */
export function parseJsonc(text: string | undefined): unknown {
  if (text === undefined) return null
  // An unterminated string or comment also matches, so nothing is read twice and the time stays linear.
  const bare = text
    .replace(/^\uFEFF/, '')
    .replace(/("(?:[^"\\\n]|\\.)*"?)|\/\/[^\n]*|\/\*(?:[^]*?\*\/|[^]*)/g, (_found, string: string | undefined) => string ?? '')
    .replace(/("(?:[^"\\\n]|\\.)*"?)|,(?=\s*[}\]])/g, (_found, string: string | undefined) => string ?? '')
  try {
    return JSON.parse(bare)
  } catch {
    return null
  }
}
