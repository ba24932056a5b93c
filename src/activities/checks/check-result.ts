import { MESSAGE_CHARACTERS, PROBLEM_CHARACTERS } from '#src/domain/checks/finding-limits.ts'
import type { NotRun } from '#src/domain/checks/measured.ts'
import type { Annotation, CheckLine, CheckOutcome } from '#src/domain/projects/records.ts'

/** What the agent is told when it is sent back. `once`: if it was told before in this turn, the version is accepted. */
export type Problem = { text: string; once: boolean }

/** The result of one check: its line for people, and the problem for the agent. */
export type CheckResult = { line: CheckLine; problem: Problem | null }

type More = Pick<CheckLine, 'annotations' | 'edits' | 'design'>

/** Maximum number of annotations stored per check. */
const ANNOTATIONS = 50
/** Maximum length of a line's detail, in characters. */
const DETAIL = 1_000

/** `detail`: what was measured. */
export function passed(name: string, detail: string, more: More = {}): CheckResult {
  return { line: lineOf(name, { outcome: 'passed' }, detail, more), problem: null }
}

/** Sends the agent back. */
export function failed(name: string, detail: string, problem: string, more: More = {}): CheckResult {
  return { line: lineOf(name, { outcome: 'failed' }, detail, more), problem: problemOf(name, problem, false) }
}

/** Is only shown to people; with `once`, the agent is told once as well. */
export function warned(name: string, detail: string, { once = null, ...more }: More & { once?: string | null } = {}): CheckResult {
  return { line: lineOf(name, { outcome: 'warning' }, detail, more), problem: once === null ? null : problemOf(name, once, true) }
}

/**
 * Nobody is sent back: nothing of the work is known to be wrong. `required`: without this check, the version is a draft. `what`: the part
 * that was not measured, if it is not the whole check.
 */
export function notRunYet(
  name: string,
  { cause, reason }: NotRun,
  { required = true, what = null, ...more }: NotRunOptions = {},
): CheckResult {
  const detail = what === null ? reason : `${what}: ${reason}`
  return { line: lineOf(name, { outcome: 'not run', notRun: { cause, required } }, detail, more), problem: null }
}

type NotRunOptions = More & { required?: boolean; what?: string | null }

function problemOf(name: string, text: string, once: boolean): Problem {
  return { text: `${name}: ${text}`.slice(0, PROBLEM_CHARACTERS), once }
}

function lineOf(name: string, outcome: CheckOutcome, detail: string, { annotations, edits, design }: More): CheckLine {
  return {
    ...outcome,
    name,
    detail: detail.slice(0, DETAIL),
    ...(annotations === undefined || annotations.length === 0 ? {} : { annotations: annotations.slice(0, ANNOTATIONS).map(bounded) }),
    ...(edits === undefined ? {} : { edits }),
    ...(design === undefined ? {} : { design }),
  }
}

/** Messages quote the code, which may have lines of any length. */
function bounded(annotation: Annotation): Annotation {
  return { ...annotation, message: annotation.message.slice(0, MESSAGE_CHARACTERS).toWellFormed() }
}

/** Findings as one sentence for people: the first ones, and the number of the others. */
export function some(findings: readonly string[], shown = 3): string {
  const more = findings.length - shown
  return findings.slice(0, shown).join('; ') + (more > 0 ? `; and ${more} more` : '')
}
