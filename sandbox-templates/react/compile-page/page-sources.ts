import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Place } from './place.ts'

/** Top-level folders with build output or documents instead of components. */
const NO_SOURCES = new Set(['node_modules', 'dist', 'build', 'out', 'coverage', 'public', 'docs', 'storybook-static'])

/** The page's own files, as patterns. */
export function previewSources({ workspace }: Place): string[] {
  return [join(workspace, '.ollio/*.{ts,tsx,jsx}')]
}

/** Where class names are searched: source folders and file patterns, without build output and documents. */
export function pageSources(place: Place): { folders: string[]; patterns: string[] } {
  const { workspace, home } = place
  const roots = [...new Set([workspace, home])]
  const folders = roots.flatMap((root) => {
    const entries = readdirSync(root, { withFileTypes: true })
    const own = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !NO_SOURCES.has(entry.name))
    return own.map((entry) => join(root, entry.name))
  })
  const patterns = [...roots.map((root) => join(root, '*.{ts,tsx,js,jsx}')), ...previewSources(place)]
  return { folders, patterns }
}
