import { readFileSync } from 'node:fs'

/** One line of a file as it was written. */
export type Site = { line: number; column: number; text: string }

/**
 * Where a file imports what `compiled`, a line of its compiled code, imports; `null` where that can't be told. The bundler itself counts
 * lines after the types were taken out.
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
