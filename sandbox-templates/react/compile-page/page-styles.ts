import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** Folders at the top that hold what was made or documents, not components. */
const NO_SOURCES = new Set(['node_modules', 'dist', 'build', 'out', 'coverage', 'public', 'docs', 'storybook-static'])

/**
 * The stylesheet of the page: the repository's own or, for `null`, plain Tailwind. Tailwind then looks for class names only where they
 * are written by hand: in no earlier build and no document. Without Tailwind in it, a stylesheet stays as it is.
 */
export function pageStyles(workspace: string, stylesheet: string | null): string {
  const path = stylesheet === null ? null : join(workspace, stylesheet)
  if (path !== null && !usesTailwind(path, new Set())) return `@import ${JSON.stringify(path)};\n`
  const folders = readdirSync(workspace, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !NO_SOURCES.has(entry.name))
    .map((entry) => entry.name)
  const sources = [...folders, '*.{ts,tsx,js,jsx}', '.ollio/*.{ts,tsx,jsx}'].map((source) => join(workspace, source))
  return [
    `@import ${JSON.stringify(path ?? 'tailwindcss')} source(none);`,
    ...sources.map((source) => `@source ${JSON.stringify(source)};`),
    '',
  ].join('\n')
}

/** True where the stylesheet, or one of the repository's own that it imports, brings Tailwind. */
function usesTailwind(path: string, seen: Set<string>): boolean {
  if (seen.has(path) || !existsSync(path)) return false
  seen.add(path)
  const text = readFileSync(path, 'utf8').replace(/\/\*[^]*?\*\//g, '')
  if (/@tailwind\s|@import\s+(?:url\(\s*)?["']?tailwindcss\b/.test(text)) return true
  const imports = [...text.matchAll(/@import\s+(?:url\(\s*)?["']?(\.[^"')\s]+)/g)]
  return imports.some(([, relative = '']) => usesTailwind(resolve(dirname(path), relative), seen))
}
