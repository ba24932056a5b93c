import { pathIn } from '../shared/join-path.ts'
import { isProtectedPath } from './protected-paths.ts'
import { matchesPattern } from '../shared/path-patterns.ts'
import type { Changes } from '../projects/records.ts'

/** The most files that one turn may publish. */
export const MAX_PUBLISHED_FILES = 60
/** The largest file that may be published. */
export const MAX_PUBLISHED_FILE_BYTES = 256 * 1024

/** The agent's source of the preview page: stored as a fragment, never committed. */
export const PREVIEW_SOURCE = '.ollio/preview.tsx'

/** Folders with generated content: changes in them are ignored. */
const GENERATED_FOLDERS = new Set([
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
const SOURCE_EXTENSIONS = /\.(?:tsx?|jsx?|mts|mjs|css|scss|mdx?|svg|json)$/
/** Folder names for user interface code: a published file must be below one of them. Style sheets may also be at the package's root. */
const USUAL_FOLDERS = new Set(
  'src app pages components ui views screens layouts widgets features sections modules lib hooks utils helpers types data assets icons styles css theme themes tokens stories tests test __tests__ __stories__'.split(
    ' ',
  ),
)
/** Characters that hide the real name in a diff, or that are not allowed in paths on every system. */
const MISLEADING = /[\\:*?"<>|\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

/** True for a path whose changes are carried over from step to step. */
export function isKept(path: string): boolean {
  if (path === PREVIEW_SOURCE) return true
  const parts = path.split('/')
  return parts[0] !== '.ollio' && !parts.some((part) => GENERATED_FOLDERS.has(part))
}

/**
 * Where a turn may publish: in the usual folders below its package's `folder`, or only below `paths` if the repository's configuration sets
 * them.
 */
export type Scope = { folder: string; paths: readonly string[] | null }

/** True for a path that an Ollio pull request may change. In package.json only the dependencies may change; see dependencies-only.ts. */
export function isPublishable(path: string, { folder, paths }: Scope): boolean {
  if (
    path.length > 200 ||
    MISLEADING.test(path) ||
    path.split('/').some((part) => part.startsWith('.') || part === '' || GENERATED_FOLDERS.has(part))
  )
    return false
  if (path === pathIn(folder, 'package.json')) return true
  if (!SOURCE_EXTENSIONS.test(path) || isProtectedPath(path)) return false
  if (paths !== null) return paths.some((pattern) => matchesPattern(path, pattern))
  if (folder !== '' && !path.startsWith(`${folder}/`)) return false
  const parts = path.slice(folder === '' ? 0 : folder.length + 1).split('/')
  return parts.length === 1 ? /\.(?:css|scss)$/.test(path) : parts.slice(0, -1).some((part) => USUAL_FOLDERS.has(part.toLowerCase()))
}

/** Splits the changes into what is published and what is left out, both sorted by path. */
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
