import { reader } from '../shared/hostile-text.ts'
import { FINDINGS_PER_FILE } from './finding-limits.ts'
import type { Annotation } from '../projects/records.ts'

const COMMENTS: [RegExp, Annotation['level'], string][] = [
  [/@ts-nocheck\b/, 'failure', 'Type checking is turned off for the whole file'],
  [/@ts-(?:ignore|expect-error)\b/, 'warning', 'A type error is suppressed here'],
  [/\b(?:eslint-disable|oxlint-disable|biome-ignore|prettier-ignore)\b/, 'warning', 'A lint or format rule is suppressed here'],
]

/**
 * Comments that suppress compiler or linter findings, at most 50 of each level; lines that already existed in `before` don't count.
 */
export const suppressionComments = reader('suppressionComments', (path: string, text: string, before: string | null): Annotation[] => {
  const known = new Set(before?.split('\n').map((line) => line.trim()))
  const left = { failure: FINDINGS_PER_FILE, warning: FINDINGS_PER_FILE, notice: 0 }
  const found: Annotation[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (!/\/[/*]/.test(line) || known.has(line.trim())) continue
    const [, level, message] = COMMENTS.find(([pattern]) => pattern.test(line)) ?? []
    if (level === undefined || message === undefined || left[level] === 0) continue
    left[level] -= 1
    found.push({ path, line: index + 1, level, message })
  }
  return found
})
