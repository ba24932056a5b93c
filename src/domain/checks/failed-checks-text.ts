import type { Annotation } from '../projects/records.ts'
import { visibleText } from '../shared/visible-text.ts'

/** A failed check of the repository's own CI. `log`: the end of its output. */
export type FailedCheck = {
  name: string
  title: string | null
  summary: string | null
  annotations: readonly Annotation[]
  log: string | null
}

/** Limits of the text for the agent, in characters; a log's failures are at its end. */
const LIMITS = { checks: 8, summary: 2_000, annotations: 30, message: 500, log: 6_000, whole: 24_000 }

/** The output of failed checks as text for the agent: data, not instructions. */
export function failedChecksText(checks: readonly FailedCheck[]): string {
  return checks.slice(0, LIMITS.checks).map(evidenceOf).join('\n\n').slice(0, LIMITS.whole).toWellFormed()
}

function evidenceOf({ name, title, summary, annotations, log }: FailedCheck): string {
  const texts = [title, summary]
    .filter((text) => text !== null && text.trim() !== '')
    .map((text) => clean(text ?? '').slice(0, LIMITS.summary))
  const places = annotations
    .slice(0, LIMITS.annotations)
    .map(({ path, line, level, message }) => `${clean(path)}:${line}: ${level}: ${clean(message).slice(0, LIMITS.message)}`)
  const printed = log === null ? [] : ['The end of its log:', clean(log).slice(-LIMITS.log)]
  return [`Check ${JSON.stringify(clean(name))} failed.`, ...texts, ...places, ...printed].join('\n')
}

/** Removes the colors and timestamps of logs. */
function clean(text: string): string {
  const plain = text.replace(/\u001B\[[\d;]*[A-Za-z]/g, '').replace(/^\uFEFF?\d{4}-\d\d-\d\dT[\d:.]+Z /gm, '')
  return visibleText(plain)
}
