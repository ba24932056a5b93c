import type { AddedPackage } from '../packages/added-packages.ts'
import type { PackageTrouble, UnavailablePackage } from '../packages/package-trouble.ts'
import type { CheckLine } from '../projects/records.ts'

const NAME = 'Packages'
const DETAIL = 300
/** Maximum number of unavailable packages that are named. */
const NAMED = 10
const LIST = new Intl.ListFormat('en', { type: 'conjunction' })

type Provided = {
  warning: PackageTrouble | null
  problem: PackageTrouble | null
  added: readonly AddedPackage[]
  lockfile: { path: string } | null
  leftAlone: string | null
  unavailable: readonly UnavailablePackage[]
}

/**
 * The check lines for a turn's packages, and the problems for the agent to fix; both empty if nothing was added and nothing failed. Trouble
 * of the machine or the network is no problem of the agent.
 */
export function packageChecks({ warning, problem, added, lockfile, leftAlone, unavailable }: Provided): {
  lines: CheckLine[]
  problems: string[]
} {
  const lines: CheckLine[] = []
  if (problem !== null) lines.push(troubleLine('failed', 'dependencies could not be installed', problem))
  else if (added.length > 0) {
    const names = added.map(({ name, version }) => `${name}@${version}`).join(', ')
    const known = lockfile === null ? (leftAlone === null ? '' : `; ${leftAlone} is not updated`) : `; ${lockfile.path} is updated`
    lines.push({
      name: NAME,
      outcome: lockfile === null && leftAlone !== null ? 'warning' : 'passed',
      detail: cut(`installed ${names}${known}`),
    })
  }
  if (warning !== null)
    lines.push(troubleLine('warning', 'the repository’s packages could not be installed', warning, '; checked with Ollio’s own packages'))
  if (unavailable.length > 0) lines.push({ name: NAME, outcome: 'warning', detail: unavailableLine(unavailable) })
  const own = warning === null ? '' : ' The repository’s own packages cannot be installed here either, so do not add new ones.'
  const problems =
    problem?.cause === 'repository' ? [`${NAME}: the dependencies in package.json could not be installed: ${problem.reason}${own}`] : []
  return { lines, problems }
}

function troubleLine(outcome: 'failed' | 'warning', what: string, { cause, reason }: PackageTrouble, then = ''): CheckLine {
  const detail = `${what}: ${cut(reason)}${then}`
  if (cause === 'repository') return { name: NAME, outcome, detail }
  return { name: NAME, outcome: 'not run', notRun: { cause, required: true }, detail }
}

/** `a and b can't be installed here (the registry answered 404), so stubs stand in for them in checks and preview`. */
function unavailableLine(unavailable: readonly UnavailablePackage[]): string {
  const names = unavailable.slice(0, NAMED).map(({ name }) => name)
  const more = unavailable.length - names.length
  const statuses = [...new Set(unavailable.map(({ status }) => status))]
  const stubs = unavailable.length === 1 ? 'a stub stands in for it' : 'stubs stand in for them'
  const all = LIST.format([...names, ...(more > 0 ? [`${more} more`] : [])])
  return `${all} can’t be installed here (the registry answered ${LIST.format(statuses.map(String))}), so ${stubs} in checks and preview`
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length > DETAIL ? `${line.slice(0, DETAIL).toWellFormed()}…` : line
}
