import { pathIn } from '../shared/join-path.ts'
import { isProtectedPath } from './protected-paths.ts'
import { matchesPattern } from '../shared/path-patterns.ts'
import type { Changes } from '../projects/records.ts'

/** At most so many files are published by one turn. */
export const MAX_PUBLISHED_FILES = 60
/** No published file is larger. */
export const MAX_PUBLISHED_FILE_BYTES = 256 * 1024

/** The agent's page for the preview: kept as a fragment, never committed. */
export const PREVIEW_SOURCE = '.ollio/preview.tsx'

/** Folders whose content is made, not written: never looked into for changes. */
const MADE_FOLDERS = new Set([
  'node_modules',
  '.git',
  'dist',
  'build',
  'out',
  '.next',
  '.turbo',
  '.vite',
  '.cache',
  'coverage',
  'storybook-static',
])
const WRITTEN_ENDINGS = /\.(?:tsx?|jsx?|mts|mjs|css|scss|mdx?|svg|json)$/
/** Folders in which interfaces are written, one of which a path lies in; and style sheets lie beside them. */
const USUAL_FOLDERS = new Set(
  'src app pages components ui views screens layouts widgets features sections modules lib hooks utils helpers types data assets icons styles css theme themes tokens stories tests test __tests__ __stories__'.split(
    ' ',
  ),
)
/** What looks different in a diff from what it is, or is no part of a path everywhere. */
const MISLEADING = /[\\:*?"<>|\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

/** True for a path whose changes are kept from step to step. */
export function isKept(path: string): boolean {
  if (path === PREVIEW_SOURCE) return true
  const parts = path.split('/')
  return parts[0] !== '.ollio' && !parts.some((part) => MADE_FOLDERS.has(part))
}

/** Where a turn may publish: below its package's `folder` the usual folders; or, where the team says so, below `paths` alone. */
export type Scope = { folder: string; paths: readonly string[] | null }

/** True for a path that a pull request of ours may change. Of a package.json that is its dependencies; see dependencies-only.ts. */
export function isPublishable(path: string, { folder, paths }: Scope): boolean {
  if (
    path.length > 200 ||
    MISLEADING.test(path) ||
    path.split('/').some((part) => part.startsWith('.') || part === '' || MADE_FOLDERS.has(part))
  )
    return false
  if (path === pathIn(folder, 'package.json')) return true
  if (!WRITTEN_ENDINGS.test(path) || isProtectedPath(path)) return false
  if (paths !== null) return paths.some((pattern) => matchesPattern(path, pattern))
  if (folder !== '' && !path.startsWith(`${folder}/`)) return false
  const parts = path.slice(folder === '' ? 0 : folder.length + 1).split('/')
  return parts.length === 1 ? /\.(?:css|scss)$/.test(path) : parts.slice(0, -1).some((part) => USUAL_FOLDERS.has(part.toLowerCase()))
}

/** Divides what changed into what is published and what is left out, each sorted by path. */
export function splitChanges(changes: Changes, scope: Scope): { published: Changes; leftOut: string[] } {
  const paths = Object.keys(changes)
    .filter((path) => path !== PREVIEW_SOURCE)
    .toSorted()
  const allowed = paths.filter((path) => isPublishable(path, scope)).slice(0, MAX_PUBLISHED_FILES)
  return {
    published: Object.fromEntries(allowed.map((path) => [path, changes[path] ?? null])),
    leftOut: paths.filter((path) => !allowed.includes(path)),
  }
}
