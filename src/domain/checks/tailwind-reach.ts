import { reader } from '../shared/hostile-text.ts'
import { folderOf, joinPath } from '../shared/join-path.ts'

/**
 * What a repository's Tailwind makes rules for. `prefix`: of its class names, as they are written. `sources`: the patterns of the files that
 * it reads, relative to the repository; `null` if it finds them by itself, or if they are not known. `file`: where that is written.
 */
export type TailwindReach = { prefix: string | null; sources: string[] | null; file: string }

export function isTailwindConfig(path: string): boolean {
  return /(?:^|\/)tailwind\.config\.[cm]?[jt]s$/.test(path)
}

const IMPORTS_TAILWIND = /@import\s{1,9}(?:url\(\s{0,9})?["']tailwindcss|@tailwind\s/
const PREFIX = /\bprefix\(\s{0,9}([a-z]{1,30})\s{0,9}\)/
const ROOT = /\bsource\(\s{0,9}(none|["'][^"'\n]{1,300}["'])/
const SOURCE = /@source\s{1,9}["']([^"'\n]{1,300})["']/g

/** Of a style sheet of Tailwind 4; `null` if the sheet doesn't import Tailwind. */
export const reachOfSheet = reader('reachOfSheet', (path: string, text: string): TailwindReach | null => {
  if (!IMPORTS_TAILWIND.test(text)) return null
  const prefix = PREFIX.exec(text)?.[1]
  const root = ROOT.exec(text)?.[1]
  const named = [...text.matchAll(SOURCE)].map(([, source = '']) => source)
  const written = root === undefined ? null : [...(root === 'none' ? [] : [root.slice(1, -1)]), ...named]
  return { file: path, prefix: prefix === undefined ? null : `${prefix}:`, sources: written === null ? null : inRepository(path, written) }
})

/** Of a configuration of Tailwind 3, as far as it is written in literals. */
export function reachOfConfig(path: string, config: Record<string, unknown> | null): TailwindReach {
  const { prefix, content } = config ?? {}
  const files: unknown = typeof content === 'object' && content !== null && 'files' in content ? content.files : content
  const written = Array.isArray(files) ? files.filter((file): file is string => typeof file === 'string') : []
  return {
    file: path,
    prefix: typeof prefix === 'string' && prefix !== '' ? prefix : null,
    sources: written.length === 0 ? null : inRepository(path, written),
  }
}

/** False only if certainly no pattern fits: none of their folders has the file, or the extension is another one. */
export function mayRead({ sources }: TailwindReach, path: string): boolean {
  return (
    sources === null ||
    sources.some((pattern) => {
      const special = pattern.search(/[*?{[(]/)
      if (special === -1) return pattern === '' || path === pattern || path.startsWith(`${pattern}/`)
      const folder = folderOf(pattern.slice(0, special))
      return (folder === '' || path.startsWith(`${folder}/`)) && extensionsOf(pattern)?.includes(extensionOf(path)) !== false
    })
  )
}

/** A name as this Tailwind expects it: `tw:hover:p-4` in version 4, `hover:tw-p-4` in version 3. */
export function withPrefix(name: string, prefix: string): string {
  if (prefix.endsWith(':')) return prefix + name
  const start = name.includes('[') ? 0 : name.lastIndexOf(':') + 1
  return name.slice(0, start) + prefix + name.slice(start)
}

export function hasPrefix(name: string, prefix: string): boolean {
  return prefix.endsWith(':') ? name.startsWith(prefix) : name.includes(prefix)
}

/** Patterns outside the repository can't fit. */
function inRepository(file: string, patterns: readonly string[]): string[] {
  return patterns.flatMap((pattern) => (pattern.startsWith('!') ? [] : (joinPath(folderOf(file), pattern) ?? [])))
}

/** The extensions that a pattern ends with; `null` if it doesn't say. */
function extensionsOf(pattern: string): string[] | null {
  const end = pattern.slice(pattern.lastIndexOf('.') + 1)
  if (/^\w{1,9}$/.test(end)) return [end]
  return /^\{[\w,]{1,99}\}$/.test(end) ? end.slice(1, -1).split(',') : null
}

function extensionOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1)
}
