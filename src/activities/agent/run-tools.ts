import { isSlow } from '#src/domain/agent/agent-protocol.ts'
import type { Action, Observation, ParsedAction } from '#src/domain/agent/agent-protocol.ts'
import { Failure, toFailure } from '#src/domain/shared/failures.ts'
import type { Manifest, StepRecord, TurnRecord } from '#src/domain/projects/records.ts'
import { nearPaths } from '#src/domain/agent/nearest-paths.ts'
import { workspacePath } from '#src/domain/shared/workspace-path.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { executeCommand } from './execute-command.ts'
import type { EffectContext } from '../shared/as-activity.ts'
import { doFileAction } from './file-tools.ts'
import { viewPage } from './view-page.ts'
import { openWorkbench, pathsOf } from './workspace.ts'
import type { Workbench } from './workspace.ts'

/** What the workflow does next: ask the model again, run a slow action of this step, or check what was made. */
export type Next = { todo: 'think' } | { todo: 'act'; index: number } | { todo: 'finish' }

/** What an action saw, and the changed files after it. */
export type Outcome = { observation: Observation; manifest: Manifest }

/** Why an action was left undone; the words themselves follow in a message of their own. */
const SAID = 'Not done: somebody wrote something in the meantime, which follows. Go on with that in mind.'

/** Runs the slow action `index` of a step, and the file actions after it. */
export async function act(
  ports: ActivityPorts,
  { turnId, number, index }: { turnId: string; number: number; index: number },
  context: EffectContext,
): Promise<Next> {
  const [turn, step] = await Promise.all([ports.projects.turn(turnId), ports.projects.step(turnId, number)])
  if (step === null) throw new Failure('unexpected', `There is no step ${number} of turn ${turnId}`)
  return perform(ports, turn, step, index, context)
}

/**
 * Does the actions of a step that it has no observation of yet, in order, and keeps each one's outcome before the next begins.
 * Stops at the first that fails, and ahead of a slow one other than `slowIndex`, which gets an activity of its own.
 */
export async function perform(
  ports: ActivityPorts,
  turn: TurnRecord,
  step: StepRecord,
  slowIndex: number | null,
  context: EffectContext,
): Promise<Next> {
  let { manifest } = step
  let workbench: Workbench | null = null
  let failed = step.observations.some(({ ok }) => !ok)
  for (let index = step.observations.length; index < step.actions.length && !failed; index += 1) {
    const action = step.actions[index]
    if (action === undefined) break
    if (await ports.projects.hasUnheard(turn.id)) {
      await ports.projects.keepObservation(turn.id, step.number, index, { tool: action.tool, ok: false, error: SAID }, manifest)
      break
    }
    if (action.tool === 'finish') return { todo: 'finish' }
    if (isSlow(action) && index !== slowIndex) return { todo: 'act', index }
    workbench ??= await openWorkbench(ports, turn, manifest, context)
    const startedMs = performance.now()
    const outcome = await attempt(ports, turn, workbench, action, manifest, context)
    const observation = { ...outcome.observation, ms: Math.round(performance.now() - startedMs) }
    await ports.projects.keepObservation(turn.id, step.number, index, observation, outcome.manifest)
    manifest = outcome.manifest
    failed = !outcome.observation.ok
  }
  await ports.projects.finishStep(turn.id, step.number)
  return { todo: 'think' }
}

/** A failed action is an observation; only what has nothing to do with the action is an error. */
async function attempt(
  ports: ActivityPorts,
  turn: TurnRecord,
  workbench: Workbench,
  action: ParsedAction,
  manifest: Manifest,
  context: EffectContext,
): Promise<Outcome> {
  if (action.tool === 'invalid') return { observation: { tool: action.named, ok: false, error: action.problem }, manifest }
  try {
    return await done(ports, turn, workbench, action, manifest, context)
  } catch (error) {
    const failure = toFailure(error)
    if (failure.kind !== 'sandbox-path') throw failure
    return { observation: { tool: action.tool, ok: false, error: withAdvice(failure.message, action, workbench, manifest) }, manifest }
  }
}

/** What went wrong with a path, and how to go on. */
function withAdvice(problem: string, { tool, args }: Action, { tree }: Workbench, manifest: Manifest): string {
  const path = 'path' in args && args.path !== null ? workspacePath(args.path) : null
  const near = path === null ? [] : nearPaths(path, pathsOf(tree, manifest))
  if (near.length > 0) return `${problem}. Did you mean ${near.join(' or ')}?`
  switch (tool) {
    case 'readFile':
    case 'editFile':
      return `${problem}. listFiles shows which files there are; of a large one, searchFiles and executeCommand show parts.`
    case 'listFiles':
      return `${problem}. Ask for the folder above it, or for "" to see the top.`
    default:
      return `${problem}. Choose another path.`
  }
}

function done(
  ports: ActivityPorts,
  turn: TurnRecord,
  workbench: Workbench,
  action: Action,
  manifest: Manifest,
  context: EffectContext,
): Promise<Outcome> {
  switch (action.tool) {
    case 'executeCommand':
      return executeCommand(ports, workbench, action.args, manifest, context)
    case 'viewPage':
      return viewPage(ports, turn, workbench, action.args, manifest, context)
    default:
      return doFileAction(ports, workbench, action, manifest, context)
  }
}
