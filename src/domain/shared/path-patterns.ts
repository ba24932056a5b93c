import { workspacePath } from './workspace-path.ts'

/** True for a path in the repository, with at most one `*` in each part and at most one `**` that stands for any folders. */
export function isPathPattern(pattern: string): boolean {
  const parts = partsOf(pattern)
  if (parts === null) return false
  return parts.filter((part) => part === '**').length <= 1 && parts.every((part) => part === '**' || part.split('*').length <= 2)
}

/** True if `path` matches the pattern or is below a match. Takes time linear in the length of both. */
export function matchesPattern(path: string, pattern: string): boolean {
  return matches(path, pattern, false)
}

/** True if `path` itself matches the pattern, not only a folder above it. */
export function matchesWhole(path: string, pattern: string): boolean {
  return matches(path, pattern, true)
}

function matches(path: string, pattern: string, whole: boolean): boolean {
  const expected = isPathPattern(pattern) ? partsOf(pattern) : null
  if (expected === null) return false
  const parts = path.split('/')
  const gap = expected.indexOf('**')
  if (gap === -1) return (!whole || parts.length === expected.length) && matchAt(parts, 0, expected)
  const end = expected.slice(gap + 1)
  return parts.length >= gap + end.length && matchAt(parts, 0, expected.slice(0, gap)) && matchAt(parts, parts.length - end.length, end)
}

function matchAt(parts: readonly string[], offset: number, expected: readonly string[]): boolean {
  return expected.every((part, index) => matchesPart(parts[offset + index], part))
}

function matchesPart(part: string | undefined, expected: string): boolean {
  const [head = '', tail] = expected.split('*')
  if (part === undefined || tail === undefined) return part === expected
  return part.length >= head.length + tail.length && part.startsWith(head) && part.endsWith(tail)
}

function partsOf(pattern: string): string[] | null {
  const clean = workspacePath(pattern)
  return clean === null || clean === '' ? null : clean.split('/')
}
