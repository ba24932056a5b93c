import type { NotRun } from '#src/domain/checks/measured.ts'
import { missingPackages } from '#src/domain/packages/package-trouble.ts'
import { packageChecks } from '#src/domain/checks/package-checks.ts'
import { pictureName } from '#src/domain/preview/picture-name.ts'
import { baseOf } from '#src/domain/projects/base-of-turn.ts'
import type { CheckLine, StepRecord, TurnRecord } from '#src/domain/projects/records.ts'
import { readTree } from '../agent/workspace.ts'
import { onlyOfRegistry, providePackages } from '../packages/provide-packages.ts'
import type { TurnPackages } from '../packages/provide-packages.ts'
import { publishedBy } from '../publishing/publication.ts'
import type { Publication } from '../publishing/publication.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import type { ActivityContext } from '../shared/as-activity.ts'
import { notRunYet } from './check-result.ts'
import { runChecks } from './run-checks.ts'
import type { CheckPorts, CheckResults } from './run-checks.ts'

/** What a turn would publish, with the steps that made it. */
export type TurnWork = Publication & { steps: readonly StepRecord[] }

/** `null` if it would publish nothing. */
export async function workOf(ports: CheckPorts, turn: TurnRecord, steps: readonly StepRecord[]): Promise<TurnWork | null> {
  const publication = await publishedBy(ports, turn, steps)
  return Object.keys(publication.published).length === 0 ? null : { ...publication, steps }
}

/** Installs the packages of the work and runs all checks over it, when the machine has room. */
export async function inspectWork(
  ports: CheckPorts,
  turn: TurnRecord,
  { published, preview, refused, steps }: TurnWork,
  context: ActivityContext,
): Promise<{ inspection: CheckResults; lockfile: TurnPackages['lockfile'] }> {
  const provided = await providePackages(ports, turn, { tree: await readTree(ports, baseOf(turn)), changes: published }, context)
  const work = { published, preview, steps, packages: provided.packages }
  const inspected = await ports.machine.run('check', () => runChecks(ports, turn, work, context), context.signal)
  const packages = packageChecks({
    ...provided,
    problem: provided.problem ?? (refused.length === 0 ? null : onlyOfRegistry(refused)),
    unavailable: provided.packages?.unavailable ?? [],
  })
  const missing = missingPackages(provided)
  const fair = missing === null ? inspected : withoutPackages(inspected, missing)
  const inspection = {
    ...fair,
    lines: [...packages.lines, ...fair.lines],
    problems: [...packages.problems.map((text) => ({ text, once: false })), ...fair.problems],
  }
  return { inspection, lockfile: provided.lockfile }
}

/** Checks that need the repository's packages. */
const NEED_PACKAGES = new Set(['Types', 'Build', 'Classes', 'Page', 'Accessibility', 'Layout', 'Keyboard', 'Lint', 'Format', 'Tests'])

/** The results if the machine or the network is to blame for missing packages: what failed without them is not known to be wrong. */
function withoutPackages({ lines, problems, built, ...rest }: CheckResults, why: NotRun): CheckResults {
  const isSuspended = ({ name, outcome }: CheckLine): boolean => NEED_PACKAGES.has(name) && (outcome === 'failed' || outcome === 'not run')
  const names = lines.filter(isSuspended).map(({ name }) => `${name}:`)
  return {
    ...rest,
    lines: lines.map((line) => (isSuspended(line) ? notRunYet(line.name, why).line : line)),
    problems: problems.filter(({ text, once }) => once || !names.some((name) => text.startsWith(name))),
    built: built.value?.ok === true ? built : { notRun: why },
  }
}

/** Stores pictures and returns their artifacts by name. */
export async function keepPictures(
  ports: Pick<ActivityPorts, 'artifacts'>,
  pictures: CheckResults['pictures'],
): Promise<Record<string, string>> {
  const kept = pictures.map(async (picture) => [pictureName(picture), await ports.artifacts.put(picture.png)] as const)
  return Object.fromEntries(await Promise.all(kept))
}
