import { parseSync } from 'oxc-parser'
import type { ParseResult } from 'oxc-parser'

/** A parsed file; `null` where it has an error. JSX in a `.js` file is none. */
export function parseModule(path: string, text: string): ParseResult | null {
  const parsed = parseSync(path, text, path.endsWith('.js') ? { lang: 'jsx' } : {})
  return parsed.errors.map(({ severity }): string => severity).includes('Error') ? null : parsed
}
