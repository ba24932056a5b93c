/** JSON with comments and trailing commas, as tsconfig files have them; `null` where it can't be read. */
export function parseJsonc(text: string | undefined): unknown {
  if (text === undefined) return null
  // What begins a string or a comment always matches to some end, so that nothing is read twice, however long it is.
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
