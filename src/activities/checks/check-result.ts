import type { CheckLine } from '#src/domain/projects/records.ts'

/** What the agent is told when it is sent back. `once`: if it was told before in this turn, the version is accepted. */
export type Problem = { text: string; once: boolean }

/** The result of one check: its line for people, and the problem for the agent. */
export type CheckResult = { line: CheckLine; problem: Problem | null }

type More = Pick<CheckLine, 'annotations' | 'edits' | 'design'>

/** Maximum length of a problem, in characters. */
const PROBLEM = 4_000
/** Maximum number of annotations stored per check. */
const ANNOTATIONS = 50

export function passed(name: string, detail: string, more: More = {}): CheckResult {
  return { line: lineOf(name, 'passed', detail, more), problem: null }
}

/** Sends the agent back. */
export function failed(name: string, detail: string, problem: string, more: More = {}): CheckResult {
  return { line: lineOf(name, 'failed', detail, more), problem: problemOf(name, problem, false) }
}

/** Is only shown to people; with `once`, the agent is told once as well. */
export function warned(name: string, detail: string, { once = null, ...more }: More & { once?: string | null } = {}): CheckResult {
  return { line: lineOf(name, 'warning', detail, more), problem: once === null ? null : problemOf(name, once, true) }
}

function problemOf(name: string, text: string, once: boolean): Problem {
  return { text: `${name}: ${text}`.slice(0, PROBLEM), once }
}

function lineOf(name: string, outcome: CheckLine['outcome'], detail: string, { annotations, edits, design }: More): CheckLine {
  return {
    name,
    outcome,
    detail,
    ...(annotations === undefined || annotations.length === 0 ? {} : { annotations: annotations.slice(0, ANNOTATIONS) }),
    ...(edits === undefined ? {} : { edits }),
    ...(design === undefined ? {} : { design }),
  }
}

export function firstLine(text: string): string {
  const line = text.split('\n').find((candidate) => candidate.trim() !== '')
  return line?.slice(0, 300) ?? 'no output'
}

/** Findings as one sentence for people: the first ones, and the number of the others. */
export function some(findings: readonly string[], shown = 3): string {
  const more = findings.length - shown
  return findings.slice(0, shown).join('; ') + (more > 0 ? `; and ${more} more` : '')
}
