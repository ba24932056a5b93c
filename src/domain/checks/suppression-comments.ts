import type { Annotation } from '../projects/records.ts'

const COMMENTS: [RegExp, Annotation['level'], string][] = [
  [/@ts-nocheck\b/, 'failure', 'Type checking is turned off for the whole file'],
  [/@ts-(?:ignore|expect-error)\b/, 'warning', 'A type error is suppressed here'],
  [/\b(?:eslint-disable|oxlint-disable|biome-ignore|prettier-ignore)\b/, 'warning', 'A lint or format rule is suppressed here'],
]

/** Comments that suppress compiler or linter findings; lines that already existed in `before` don't count. */
export function suppressionComments(path: string, text: string, before: string | null): Annotation[] {
  const known = new Set(before?.split('\n').map((line) => line.trim()))
  return text.split('\n').flatMap((line, index) => {
    const found = known.has(line.trim()) ? undefined : COMMENTS.find(([pattern]) => /\/[/*]/.test(line) && pattern.test(line))
    return found === undefined ? [] : [{ path, line: index + 1, level: found[1], message: found[2] }]
  })
}
