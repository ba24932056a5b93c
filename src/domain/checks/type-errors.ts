import type { Annotation } from '../projects/records.ts'
import { firstLine } from '../shared/first-line.ts'
import { reader } from '../shared/hostile-text.ts'
import { placedLines } from './check-annotations.ts'
import { PROBLEM_CHARACTERS } from './finding-limits.ts'
import { newFindings } from './new-findings.ts'

/**
 * `found`: whether there are errors that the base doesn't have. `complete`: false if there may be others. `first`: the first line; `text`:
 * the beginning; `annotations`: those with a place.
 */
export type TypeErrors = { found: boolean; complete: boolean; first: string; text: string; annotations: Annotation[] }

/** The errors in the output of a compiler that failed. `before`: its output for the base; `null` if all of its errors count. */
export const typeErrors = reader('typeErrors', (output: string, before: string | null): TypeErrors => {
  const { findings, complete } = before === null ? { findings: [output], complete: true } : newFindings(output, before)
  const errors = findings.join('\n')
  return {
    found: errors !== '' || output === '',
    complete,
    first: firstLine(errors),
    text: errors.slice(0, PROBLEM_CHARACTERS),
    annotations: placedLines(errors, 'failure'),
  }
})
