import { importedPackage } from '../packages/imported-package.ts'

export type ImportOfFile = { path: string; line: number; specifier: string }

/** Imports of packages that are not declared, each with its location. */
export function undeclaredImports(imports: readonly ImportOfFile[], declared: readonly string[], aliases: readonly string[]): string[] {
  const known = new Set(declared)
  return imports.flatMap(({ path, line, specifier }) => {
    const name = importedPackage(specifier, aliases)
    return name === null || known.has(name) ? [] : [`${path}:${line}: "${name}" is imported but not declared in package.json`]
  })
}
