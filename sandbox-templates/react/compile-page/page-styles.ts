import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { pageSources, previewSources } from './page-sources.ts'
import { declaredPackages, installedMajor, type Place } from './place.ts'

/** The page's styles: our own sheet, followed by modules to import. */
export type PageStyles = { sheet: string; imports: string[] }

const TAILWIND = /@tailwind\s|@import\s+(?:url\(\s*)?["']?tailwindcss\b/
/** Where the stylesheet itself says in which files Tailwind searches class names. */
const OWN_SOURCES = /(?:@tailwind\s|@import\s+(?:url\(\s*)?["']?tailwindcss\b)[^;]{0,300}\bsource\(/
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
  }
  const texts = stylesheet === null ? [] : textsOf(stylesheet, new Set())
  const plain = `@import ${JSON.stringify(stylesheet ?? 'tailwindcss')}`
  if (stylesheet !== null && (isOld || !texts.some((text) => TAILWIND.test(text)))) return { sheet: `${plain};\n`, imports: [] }
  const { folders, patterns } = pageSources(place)
  const [limit, sources] = texts.some((text) => OWN_SOURCES.test(text))
    ? ['', previewSources(place)]
    : [' source(none)', [...folders, ...patterns]]
  const sheet = [`${plain}${limit};`, ...sources.map((source) => `@source ${JSON.stringify(source)};`), '']
  return { sheet: sheet.join('\n'), imports: [] }
}

/** The texts of the stylesheet and those of the repository that it imports, without comments. */
function textsOf(path: string, seen: Set<string>): string[] {
  if (seen.has(path) || !existsSync(path)) return []
  seen.add(path)
  const { text, imports } = readSheet(readFileSync(path, 'utf8'))
  return [text, ...imports.flatMap((relative) => textsOf(resolve(dirname(path), relative), seen))]
}

/** A sheet without comments, of which one that doesn't end hides the rest, and the sheets that it imports by a relative path. */
export function readSheet(sheet: string): { text: string; imports: string[] } {
  const text = sheet.replace(/\/\*[^]*?(?:\*\/|$)/g, '')
  const imports = [...text.matchAll(/@import\s+(?:url\(\s*)?["']?(\.[^"')\s]{1,1000})/g)].map(([, relative = '']) => relative)
  return { text, imports }
}
