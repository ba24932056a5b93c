import type { Manifest } from './records.ts'

/** At most so many files are published by one turn. */
export const PUBLISHED_FILES = 60
/** No published file is larger. */
export const PUBLISHED_FILE_BYTES = 256 * 1024

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
/** Lockfiles, configuration and instructions; and all JSON at the root but package.json, since that is where tools look for theirs. */
const NEVER =
  /(?:^|\/)(?:package-lock|npm-shrinkwrap|[jt]sconfig[^/]*|components)\.json$|^(?!package\.json$)[^/]+\.json$|\.config\.[a-z]+$|(?:^|\/)(?:AGENTS|CLAUDE|GEMINI)\.md$/i
/** What looks different in a diff from what it is, or is no part of a path everywhere. */
const MISLEADING = /[\\:*?"<>|\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

/** True for a path whose changes are kept from step to step. */
export function isKept(path: string): boolean {
  if (path === PREVIEW_SOURCE) return true
  const parts = path.split('/')
  return parts[0] !== '.ollio' && !parts.some((part) => MADE_FOLDERS.has(part))
}

/** True for a path that a pull request of ours may change. */
export function isPublishable(path: string): boolean {
  if (
    path.length > 200 ||
    MISLEADING.test(path) ||
    path.split('/').some((part) => part.startsWith('.') || part === '' || MADE_FOLDERS.has(part))
  )
    return false
  return WRITTEN_ENDINGS.test(path) && !NEVER.test(path)
}

/** Divides what changed into what is published and what is left out, each sorted by path. */
export function divide(changes: Manifest): { published: Manifest; leftOut: string[] } {
  const paths = Object.keys(changes)
    .filter((path) => path !== PREVIEW_SOURCE)
    .toSorted()
  const allowed = paths.filter(isPublishable).slice(0, PUBLISHED_FILES)
  return {
    published: Object.fromEntries(allowed.map((path) => [path, changes[path] ?? null])),
    leftOut: paths.filter((path) => !allowed.includes(path)),
  }
}
