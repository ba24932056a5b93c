/** No file that people write is nested more deeply. */
const MOST = 100

/**
 * True for a JSON text whose objects and lists are nested more than a hundred levels deep. `JSON.parse` reads any depth, but `JSON.stringify`
 * overflows the stack, so a text from outside is measured before it is parsed.
 */
export function isNestedTooDeeply(json: string): boolean {
  let depth = 0
  let inString = false
  for (let index = 0; index < json.length; index += 1) {
    const code = json.charCodeAt(index)
    if (code === QUOTE) inString = !inString
    else if (inString) index += code === BACKSLASH ? 1 : 0
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) depth += 1
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth -= 1
    if (depth > MOST) return true
  }
  return false
}

const [QUOTE, BACKSLASH, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = Array.from('"\\{}[]', (mark) => mark.charCodeAt(0))
