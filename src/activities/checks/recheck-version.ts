import { isDraft, isUnproven } from '#src/domain/checks/outcomes.ts'
import { recheckTime } from '#src/domain/checks/recheck-time.ts'
import { pictureName } from '#src/domain/preview/picture-name.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import type { ActivityContext } from '../shared/as-activity.ts'
import { releaseSandboxes } from '../agent/turn-sandboxes.ts'
import { inspectWork, keepPictures, workOf } from './inspect-work.ts'
import type { CheckPorts } from './run-checks.ts'

type Ports = CheckPorts & Pick<ActivityPorts, 'steps' | 'turns' | 'versions'>

/** `commitSha`: the result changed and is stored, so it has to be shown. */
export type RecheckResult = { commitSha: string; partial: boolean } | { outcome: 'outdated' | 'same' }

/**
 * Runs the checks of a published version again because a required one was not run. Only the newest version of a project that goes on is
 * worth it. Costs no credits, and no agent is asked.
 */
export async function recheckVersion(ports: Ports, { turnId }: { turnId: string }, context: ActivityContext): Promise<RecheckResult> {
  const [turn, version, steps] = await Promise.all([
    ports.turns.turn(turnId),
    ports.versions.versionOfTurn(turnId),
    ports.steps.steps(turnId),
  ])
  if (version === null || version.commitSha === null || !isUnproven(version.checks)) return { outcome: 'outdated' }
  const { checks, draft, rechecks } = version
  const [newest] = await ports.versions.publishedVersions(turn.project.id, 1)
  const work = turn.project.ended || newest?.number !== version.number ? null : await workOf(ports, turn, steps)
  if (work === null) {
    await ports.versions.keepRecheck(turnId, { checks, draft, rechecks, pictures: {}, recheckAt: null })
    return { outcome: 'outdated' }
  }
  const tries = rechecks + 1
  // If this try is lost, the next one is later than the last.
  await ports.versions.keepRecheck(turnId, {
    checks,
    draft,
    rechecks: tries,
    pictures: {},
    recheckAt: recheckTime(checks, tries, new Date()),
  })
  await releaseSandboxes(ports, turnId, 'check')
  const { inspection } = await inspectWork(ports, turn, work, context)
  const outcomes = (lines: typeof checks): string => lines.map(({ name, outcome }) => `${name}: ${outcome}`).join('\n')
  ports.log.info({ turn: turnId, tries, outcomes: outcomes(inspection.lines) }, 'Checks ran again')
  if (outcomes(inspection.lines) === outcomes(checks)) return { outcome: 'same' }
  const missing = inspection.pictures.filter((picture) => version.pictures[pictureName(picture)] === undefined)
  const partial = turn.state === 'PARTIAL'
  await ports.versions.keepRecheck(turnId, {
    checks: inspection.lines,
    draft: partial || isDraft(inspection.lines),
    rechecks: tries,
    pictures: await keepPictures(ports, missing),
    recheckAt: recheckTime(inspection.lines, tries, new Date()),
  })
  return { commitSha: version.commitSha, partial }
}
