import type { AddedPackage } from '../packages/added-packages.ts'
import type { CheckLine } from '../projects/records.ts'

const NAME = 'Packages'
const DETAIL = 300

type Provided = {
  warning: string | null
  problem: string | null
  added: readonly AddedPackage[]
  lockfile: { path: string } | null
  leftAlone: string | null
}

/** The check lines for a turn's packages, and the problems for the agent to fix; both empty if nothing was added and nothing failed. */
export function packageChecks({ warning, problem, added, lockfile, leftAlone }: Provided): { lines: CheckLine[]; problems: string[] } {
  const lines: CheckLine[] = []
  if (problem !== null) lines.push({ name: NAME, outcome: 'failed', detail: `dependencies could not be installed: ${cut(problem)}` })
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
    lines.push({
      name: NAME,
      outcome: 'warning',
      detail: `the repository’s packages could not be installed: ${cut(warning)}; checked with Ollio’s own packages`,
    })
  const own = warning === null ? '' : ' The repository’s own packages cannot be installed here either, so do not add new ones.'
  return { lines, problems: problem === null ? [] : [`${NAME}: the dependencies in package.json could not be installed: ${problem}${own}`] }
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length > DETAIL ? `${line.slice(0, DETAIL).toWellFormed()}…` : line
}
