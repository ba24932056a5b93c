import type { Annotation } from '../projects/records.ts'
import { FINDINGS_PER_FILE } from './finding-limits.ts'

/** A changed file; `before`: its text before the change, `null` if it is new. */
export type TurnTexts = { text: string; before: string | null }

/**
 * The findings that a turn is responsible for, at most 50 per file and level: those in files that it changed, for `lines` only on lines that
 * did not exist before.
 */
export function findingsOfTurn(
  findings: readonly Annotation[],
  textsOf: (path: string) => TurnTexts | null,
  of: 'lines' | 'files',
): Annotation[] {
  const files = new Map<string, ((line: number) => boolean) | null>()
  const counts = new Map<string, number>()
  return findings.filter(({ path, line, level }) => {
    if (!files.has(path)) files.set(path, isNewLine(textsOf(path), of))
    const isNew = files.get(path)
    const key = `${level} ${path}`
    const count = counts.get(key) ?? 0
    if (isNew == null || count === FINDINGS_PER_FILE || !isNew(line)) return false
    counts.set(key, count + 1)
    return true
  })
}

function isNewLine(texts: TurnTexts | null, of: 'lines' | 'files'): ((line: number) => boolean) | null {
  if (texts === null) return null
  if (texts.before === null || of === 'files') return () => true
  const lines = texts.text.split('\n')
  const known = new Set(texts.before.split('\n'))
  return (line) => !known.has(lines[line - 1] ?? '')
}
