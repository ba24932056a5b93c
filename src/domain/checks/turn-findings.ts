import { reader } from '../shared/hostile-text.ts'
import type { AnyText } from '../shared/hostile-text.ts'
import type { Annotation } from '../projects/records.ts'
import { FINDINGS_PER_FILE } from './finding-limits.ts'

/** A changed file; `before`: its text before the change, `null` if it is new. */
export type TurnTexts = { text: AnyText; before: AnyText | null }

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
    if (!files.has(path)) files.set(path, isOfTurn(textsOf(path), of))
    const isNew = files.get(path)
    const key = `${level} ${path}`
    const count = counts.get(key) ?? 0
    if (isNew == null || count === FINDINGS_PER_FILE || !isNew(line)) return false
    counts.set(key, count + 1)
    return true
  })
}

function isOfTurn(texts: TurnTexts | null, of: 'lines' | 'files'): ((line: number) => boolean) | null {
  if (texts === null) return null
  return of === 'files' ? () => true : newLines(texts.text, texts.before)
}

/** Whether a line of a text, counted from 1, did not exist before; `before`: `null` if the file is new. */
export const newLines = reader('newLines', (text: string, before: string | null): ((line: number) => boolean) => {
  if (before === null) return () => true
  const lines = text.split('\n')
  const known = new Set(before.split('\n'))
  return (line) => !known.has(lines[line - 1] ?? '')
})
