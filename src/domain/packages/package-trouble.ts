import type { Cause, NotRun } from '../checks/measured.ts'

/** Why packages could not be installed. `reason`: the package manager's words or what got in its way, as a clause. */
export type PackageTrouble = { cause: Extract<Cause, 'repository' | 'machine' | 'network'>; reason: string }

/** A package that the registry refused, with the status of its answer. */
export type UnavailablePackage = { name: string; status: number }

/** `problem`: with the packages that were added to package.json. `warning`: with the repository's own. */
type Troubles = { problem: PackageTrouble | null; warning: PackageTrouble | null }

/** Why checks may have failed without any fault of the code: packages are missing, and neither the repository nor the agent caused it. */
export function missingPackages({ problem, warning }: Troubles): NotRun | null {
  const trouble = [problem, warning].find((one) => one !== null && one.cause !== 'repository')
  if (trouble === undefined || trouble === null) return null
  return { cause: trouble.cause, reason: `the packages of the repository could not be installed: ${trouble.reason}` }
}

const NOT_YOURS = 'This is not your fault and nothing that you can fix: go on. They are installed again for the checks.'

/** What the agent is told about packages that its command or its page did not have; `null` if it had all of them. */
export function packagesNote({ problem, warning }: Troubles): string | null {
  const notes = [
    ...(problem === null ? [] : [note('The dependencies in package.json could not be installed', problem)]),
    ...(warning === null
      ? []
      : [note('The repository’s packages could not be installed, so Ollio’s own packages stand in for them', warning)]),
  ]
  return notes.length === 0 ? null : notes.join('\n')
}

function note(what: string, { cause, reason }: PackageTrouble): string {
  return cause === 'repository' ? `${what}: ${reason}` : `${what}: ${reason}. ${NOT_YOURS}`
}
