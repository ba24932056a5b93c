import { MESSAGE_CHARACTERS } from './finding-limits.ts'
import type { Annotation, CheckLine } from '../projects/records.ts'

/** GitHub's limit per request. */
const AT_MOST = 50

/** Annotations for the lines of the code: failures before warnings, each titled with the name of its check. */
export function checkAnnotations(checks: readonly CheckLine[]): (Annotation & { title: string })[] {
  const all = checks.flatMap(({ name, annotations = [] }) => annotations.map((annotation) => ({ ...annotation, title: name })))
  const rank = ({ level }: Annotation) => (level === 'failure' ? 0 : 1)
  return all.toSorted((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line)).slice(0, AT_MOST)
}

// After the white space comes something else, so that there is one way to split them.
const PLACED = /^(?:\.\/)?([^\s:()'"][^:()]{0,400}?)(?::(\d{1,7})(?::\d{1,7})?|\((\d{1,7}),\d{1,7}\)):?\s+(\S[^\n]*)$/

/** Parses `path:line:col: …` and `path(line,col): …`, the formats of compilers and linters. */
export function placedLines(output: string, level: Annotation['level']): Annotation[] {
  return output.split('\n').flatMap((text) => {
    const found = PLACED.exec(text)
    if (found === null) return []
    const [, path = '', line, inBrackets, message = ''] = found
    return [{ path, line: Number(line ?? inBrackets), level, message: message.slice(0, MESSAGE_CHARACTERS).trimEnd() }]
  })
}
