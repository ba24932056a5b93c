import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { pageSources } from './page-sources.ts'
import { declaredPackages, installedMajor, type Place } from './place.ts'

/** The page's styles: our own sheet, followed by modules to import. */
export type PageStyles = { sheet: string; imports: string[] }

const PLAIN_TAILWIND_3 = '@tailwind base;\n@tailwind components;\n@tailwind utilities;\n'

/**
 * The styles of the page: the repository's stylesheet or, for `null`, plain Tailwind if the repository uses Tailwind or has no
 * package.json. A stylesheet without Tailwind is imported unchanged.
 */
export function pageStyles(place: Place, stylesheet: string | null): PageStyles {
  // Files that must be compiled to CSS first can't be imported from a sheet.
  if (stylesheet !== null && !stylesheet.endsWith('.css')) return { sheet: '', imports: [stylesheet] }
  const isOld = installedMajor(place, 'tailwindcss') === 3
  if (stylesheet === null) {
    const declared = declaredPackages(place)
    const hasTailwind = declared === null || [...declared].some((name) => name === 'tailwindcss' || name.startsWith('@tailwindcss/'))
    if (!hasTailwind) return { sheet: '', imports: [] }
    if (isOld) return { sheet: PLAIN_TAILWIND_3, imports: [] }
  } else if (isOld || !usesTailwind(stylesheet, new Set())) return { sheet: `@import ${JSON.stringify(stylesheet)};\n`, imports: [] }
  const { folders, patterns } = pageSources(place)
  const sheet = [
    `@import ${JSON.stringify(stylesheet ?? 'tailwindcss')} source(none);`,
    ...[...folders, ...patterns].map((source) => `@source ${JSON.stringify(source)};`),
    '',
  ]
  return { sheet: sheet.join('\n'), imports: [] }
}

/** True if the stylesheet, or one of the repository's that it imports, uses Tailwind. */
function usesTailwind(path: string, seen: Set<string>): boolean {
  if (seen.has(path) || !existsSync(path)) return false
  seen.add(path)
  const text = readFileSync(path, 'utf8').replace(/\/\*[^]*?\*\//g, '')
  if (/@tailwind\s|@import\s+(?:url\(\s*)?["']?tailwindcss\b/.test(text)) return true
  const imports = [...text.matchAll(/@import\s+(?:url\(\s*)?["']?(\.[^"')\s]+)/g)]
  return imports.some(([, relative = '']) => usesTailwind(resolve(dirname(path), relative), seen))
}
