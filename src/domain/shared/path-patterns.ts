import { workspacePath } from './workspace-path.ts'

/** True for a folder or path of the repository with at most one `*` between two slashes, and one `**` in place of folders. */
export function isPathPattern(pattern: string): boolean {
  const parts = partsOf(pattern)
  if (parts === null) return false
  return parts.filter((part) => part === '**').length <= 1 && parts.every((part) => part === '**' || part.split('*').length <= 2)
}

/** True where `path` is what the pattern says, or lies below it. Takes time by the length of both, whatever they hold. */
export function matchesPattern(path: string, pattern: string): boolean {
  return matches(path, pattern, false)
}

/** True where `path` is what the pattern says, and not only below it. */
export function matchesWhole(path: string, pattern: string): boolean {
  return matches(path, pattern, true)
}

function matches(path: string, pattern: string, whole: boolean): boolean {
  const wanted = isPathPattern(pattern) ? partsOf(pattern) : null
  if (wanted === null) return false
  const parts = path.split('/')
  const gap = wanted.indexOf('**')
  if (gap === -1) return (!whole || parts.length === wanted.length) && matchAt(parts, 0, wanted)
  const end = wanted.slice(gap + 1)
  return parts.length >= gap + end.length && matchAt(parts, 0, wanted.slice(0, gap)) && matchAt(parts, parts.length - end.length, end)
}

function matchAt(parts: readonly string[], offset: number, wanted: readonly string[]): boolean {
  return wanted.every((part, index) => matchesPart(parts[offset + index], part))
}

function matchesPart(part: string | undefined, wanted: string): boolean {
  const [head = '', tail] = wanted.split('*')
  if (part === undefined || tail === undefined) return part === wanted
  return part.length >= head.length + tail.length && part.startsWith(head) && part.endsWith(tail)
}

function partsOf(pattern: string): string[] | null {
  const clean = workspacePath(pattern)
  return clean === null || clean === '' ? null : clean.split('/')
}
