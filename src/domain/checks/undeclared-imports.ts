import { FINDINGS_PER_FILE } from './finding-limits.ts'
import { importedPackage } from '../packages/imported-package.ts'
import type { Annotation } from '../projects/records.ts'

export type ImportOfFile = { path: string; line: number; specifier: string }

/** Maximum length of a package's name in a message. npm allows 214 characters. */
const NAME_CHARACTERS = 214

/** Imports of packages that are not declared, at most 50 of each file. */
export function undeclaredImports(imports: readonly ImportOfFile[], declared: readonly string[], aliases: readonly string[]): Annotation[] {
  const known = new Set(declared)
  const packages = new Map<string, string | null>()
  const packageOf = (specifier: string): string | null => {
    const answer = packages.get(specifier)
    if (answer !== undefined) return answer
    const name = importedPackage(specifier, aliases)
    packages.set(specifier, name)
    return name
  }
  const perFile = new Map<string, number>()
  return imports.flatMap(({ path, line, specifier }): Annotation[] => {
    const name = packageOf(specifier)
    const count = perFile.get(path) ?? 0
    if (name === null || known.has(name) || count === FINDINGS_PER_FILE) return []
    perFile.set(path, count + 1)
    const shown = name.slice(0, NAME_CHARACTERS).replace(/\s+/g, ' ')
    return [{ path, line, level: 'failure', message: `"${shown}" is imported but not declared in package.json` }]
  })
}
