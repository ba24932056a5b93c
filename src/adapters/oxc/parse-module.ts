import { parseSync } from 'oxc-parser'
import type { ParseResult } from 'oxc-parser'

/** Parses a file. Returns `null` if it has a syntax error. JSX in a `.js` file is not an error. */
export function parseModule(path: string, text: string): ParseResult | null {
  const parsed = parseSync(path, text, path.endsWith('.js') ? { lang: 'jsx' } : {})
  return parsed.errors.map(({ severity }): string => severity).includes('Error') ? null : parsed
}
