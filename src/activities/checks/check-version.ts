import { Failure } from '#src/domain/shared/failures.ts'
import { lastSummary } from '#src/domain/agent/last-summary.ts'
import { isDraft } from '#src/domain/checks/outcomes.ts'
import { recheckTime } from '#src/domain/checks/recheck-time.ts'
import type { BuildManifest, StepRecord, TurnRecord } from '#src/domain/projects/records.ts'
import type { PageFile } from '#src/ports/page-browser.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import type { ActivityContext } from '../shared/as-activity.ts'
import { inspectWork, keepPictures, workOf } from './inspect-work.ts'
import type { CheckPorts, CheckResults } from './run-checks.ts'
import { releaseSandboxes } from '../agent/turn-sandboxes.ts'

type Ports = CheckPorts & Pick<ActivityPorts, 'instructions' | 'steps' | 'turns' | 'versions'>

export type Verdict = 'stands' | 'sent-back' | 'unchanged'

/**
 * `number`: the step that finished, `null` if none did. `last`: if checks still fail, publish as a draft. `whole`: the work is complete
 * although no step finished it.
 */
export type CheckInput = { turnId: string; number: number | null; last: boolean; whole?: boolean }

/** Why nothing is published yet; the instruction itself follows in its own message. */
const NEW_INSTRUCTION = 'A new message arrived while you worked. It follows. Take it into account and continue.'

/**
 * Collects the changes, checks them and stores them as a PREPARED version, or sends the agent back with the problems. A retry uses what was
 * stored.
 */
export async function checkVersion(
  ports: Ports,
  { turnId, number, last, whole = false }: CheckInput,
  context: ActivityContext,
): Promise<Verdict> {
  const [turn, steps, version] = await Promise.all([
    ports.turns.turn(turnId),
    ports.steps.steps(turnId),
    ports.versions.versionOfTurn(turnId),
  ])
  const step = steps.find((candidate) => candidate.number === number)
  if (version !== null) return 'stands'
  if (step !== undefined && step.observations.length > finishIndex(step)) return 'sent-back'
  const maySendBack = !last && step !== undefined
  if (maySendBack && (await ports.instructions.hasUnreadInstructions(turnId))) return sendBack(ports, turn, step, [NEW_INSTRUCTION])
  const work = await workOf(ports, turn, steps)
  if (work === null) return 'unchanged'
  await releaseSandboxes(ports, turnId, 'check')
  const { inspection, lockfile } = await inspectWork(ports, turn, work, context)
  const problems = newProblems(inspection, steps)
  if (maySendBack && (problems.length > 0 || (await ports.instructions.hasUnreadInstructions(turnId)))) {
    return sendBack(ports, turn, step, problems.length > 0 ? problems : [NEW_INSTRUCTION])
  }
  const reason = problems.join('\n').slice(0, 2_000)
  if (inspection.hasSecret) throw new Failure('secret-found', reason)
  const { built } = inspection
  // Without a page nothing can be shown, so the whole check is tried again later.
  if (built.notRun !== undefined) {
    const kind = built.notRun.cause === 'network' ? 'registry-unavailable' : 'machine-busy'
    throw new Failure(kind, `The page was not built: ${built.notRun.reason}`)
  }
  if (!built.value.ok) throw new Failure('nothing-builds', reason)
  const [build, pictures] = await Promise.all([keepBuild(ports, built.value.files), keepPictures(ports, inspection.pictures)])
  await ports.versions.prepareVersion({
    projectId: turn.project.id,
    turnId,
    summary: work.summary ?? lastSummary(steps) ?? steps.at(-1)?.thought ?? '',
    files: { ...work.published, ...(lockfile === null ? {} : { [lockfile.path]: lockfile.artifact }) },
    build,
    checks: inspection.lines,
    pictures,
    draft: (number === null && !whole) || isDraft(inspection.lines),
    previewPath: turn.previewPath,
    recheckAt: recheckTime(inspection.lines, 0, new Date()),
  })
  return 'stands'
}

/** The problems for the agent; those marked `once` only if it was not told before in this turn. */
function newProblems({ problems }: CheckResults, steps: readonly StepRecord[]): string[] {
  const told = steps.flatMap(({ observations }) => observations.flatMap(({ problems: earlier }) => (Array.isArray(earlier) ? earlier : [])))
  const kindOf = (text: string): string => text.slice(0, text.indexOf(':') + 1)
  return problems.flatMap(({ text, once }) => (once && told.some((earlier) => String(earlier).startsWith(kindOf(text))) ? [] : [text]))
}

/** Stores the problems as the observation of the finish call. */
async function sendBack(ports: Ports, turn: TurnRecord, step: StepRecord, problems: string[]): Promise<'sent-back'> {
  const observation = { tool: 'finish', ok: false, error: 'The checks found problems. Fix them, then finish again.', problems }
  await ports.steps.keepObservation(turn.id, step.number, finishIndex(step), observation, step.changes)
  await ports.steps.finishStep(turn.id, step.number)
  return 'sent-back'
}

function finishIndex({ toolCalls }: StepRecord): number {
  return toolCalls.findIndex(({ tool }) => tool === 'finish')
}

async function keepBuild(ports: Ports, files: readonly PageFile[]): Promise<BuildManifest> {
  const kept = files.map(
    async ({ path, bytes, contentType }) => [path, { artifact: await ports.artifacts.put(bytes), contentType }] as const,
  )
  return Object.fromEntries(await Promise.all(kept))
}
