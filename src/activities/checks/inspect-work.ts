import { packageChecks } from '#src/domain/checks/package-checks.ts'
import { pictureName } from '#src/domain/preview/picture-name.ts'
import { baseOf } from '#src/domain/projects/base-of-turn.ts'
import type { StepRecord, TurnRecord } from '#src/domain/projects/records.ts'
import { readTree } from '../agent/workspace.ts'
import { onlyOfRegistry, providePackages } from '../packages/provide-packages.ts'
import type { TurnPackages } from '../packages/provide-packages.ts'
import { publishedBy } from '../publishing/publication.ts'
import type { Publication } from '../publishing/publication.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import type { ActivityContext } from '../shared/as-activity.ts'
import { runChecks } from './run-checks.ts'
import type { CheckResults } from './run-checks.ts'

type Ports = Pick<
  ActivityPorts,
  | 'artifacts'
  | 'browser'
  | 'codeHost'
  | 'lineDiff'
  | 'log'
  | 'machine'
  | 'packages'
  | 'rules'
  | 'sandboxes'
  | 'secretSearch'
  | 'sourceReader'
  | 'steps'
>

/** What a turn would publish, with the steps that made it. */
export type TurnWork = Publication & { steps: readonly StepRecord[] }

/** `null` if it would publish nothing. */
export async function workOf(ports: Ports, turn: TurnRecord, steps: readonly StepRecord[]): Promise<TurnWork | null> {
  const publication = await publishedBy(ports, turn, steps)
  return Object.keys(publication.published).length === 0 ? null : { ...publication, steps }
}

/** Installs the packages of the work and runs all checks over it, when the machine has room. */
export async function inspectWork(
  ports: Ports,
  turn: TurnRecord,
  { published, preview, refused, steps }: TurnWork,
  context: ActivityContext,
): Promise<{ inspection: CheckResults; lockfile: TurnPackages['lockfile'] }> {
  const provided = await providePackages(ports, turn, { tree: await readTree(ports, baseOf(turn)), changes: published }, context)
  const work = { published, preview, steps, packages: provided.packages }
  const inspected = await ports.machine.run('check', () => runChecks(ports, turn, work, context), context.signal)
  const packages = packageChecks(refused.length === 0 ? provided : { ...provided, problem: provided.problem ?? onlyOfRegistry(refused) })
  const inspection = {
    ...inspected,
    lines: [...packages.lines, ...inspected.lines],
    problems: [...packages.problems.map((text) => ({ text, once: false })), ...inspected.problems],
  }
  return { inspection, lockfile: provided.lockfile }
}

/** Stores pictures and returns their artifacts by name. */
export async function keepPictures(
  ports: Pick<ActivityPorts, 'artifacts'>,
  pictures: CheckResults['pictures'],
): Promise<Record<string, string>> {
  const kept = pictures.map(async (picture) => [pictureName(picture), await ports.artifacts.put(picture.png)] as const)
  return Object.fromEntries(await Promise.all(kept))
}
