import { readFileSync } from 'node:fs'

/** A position in a source file, with its line. */
export type Site = { line: number; column: number; text: string }

/**
 * Finds the import in the source file that matches `compiled`, a line of its compiled code; `null` if not found. The bundler's own line
 * numbers don't match the source, since types were removed.
 */
export function importSite(file: string, compiled: string): Site | null {
  const specifier = /(["'])([^"']+)\1[^"']*$/.exec(compiled)?.[2]
  if (specifier === undefined) return null
  const quoted = [`'${specifier}'`, `"${specifier}"`]
  for (const [index, text] of linesOf(file).entries()) {
    const column = Math.max(...quoted.map((one) => text.indexOf(one)))
    if (column >= 0) return { line: index + 1, column: column + 1, text }
  }
  return null
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n')
  } catch {
    return []
  }
}
