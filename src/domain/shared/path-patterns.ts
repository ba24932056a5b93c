import { workspacePath } from './workspace-path.ts'

/** True for a path in the repository, with at most one `*` in each part and at most one `**` that stands for any folders. */
export function isPathPattern(pattern: string): boolean {
  const parts = partsOf(pattern)
  if (parts === null) return false
  return parts.filter((part) => part === '**').length <= 1 && parts.every((part) => part === '**' || part.split('*').length <= 2)
}

/** True if `path` matches the pattern or is below a match. Takes time linear in the length of both. */
export function matchesPattern(path: string, pattern: string): boolean {
  const expected = isPathPattern(pattern) ? partsOf(pattern) : null
  return expected !== null && matchesParts(path.split('/'), expected, false)
}

/** Longer patterns match nothing. */
const PATTERN_CHARACTERS = 200

/** Reads patterns once, for many paths: true if a path itself matches one of them, not only a folder above it. */
export function wholeMatcher(patterns: readonly string[]): (path: string) => boolean {
  const expected = patterns.flatMap((pattern) =>
    pattern.length <= PATTERN_CHARACTERS && isPathPattern(pattern) ? [partsOf(pattern) ?? []] : [],
  )
  return (path) => {
    const parts = path.split('/')
    return expected.some((one) => matchesParts(parts, one, true))
  }
}

function matchesParts(parts: readonly string[], expected: readonly string[], whole: boolean): boolean {
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
