import { isSlow } from '#src/domain/agent/agent-protocol.ts'
import type { ToolCall, Observation, ParsedToolCall } from '#src/domain/agent/agent-protocol.ts'
import { Failure, toFailure } from '#src/domain/shared/failures.ts'
import type { Changes, StepRecord, TurnRecord } from '#src/domain/projects/records.ts'
import { nearestPaths } from '#src/domain/agent/nearest-paths.ts'
import { workspacePath } from '#src/domain/shared/workspace-path.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { executeCommand } from './execute-command.ts'
import type { ActivityContext } from '../shared/as-activity.ts'
import { runFileTool } from './file-tools.ts'
import { viewPage } from './view-page.ts'
import { openWorkspace, pathsOf } from './workspace.ts'
import type { Workspace } from './workspace.ts'

/** What the workflow does next: ask the model again, run a slow action of this step, or check what was made. */
export type NextAction = { todo: 'think' } | { todo: 'act'; index: number } | { todo: 'finish' }

/** What an action saw, and the changed files after it. */
export type ToolResult = { observation: Observation; changes: Changes }

/** Why an action was left undone; the words themselves follow in a message of their own. */
const SAID = 'Not done: somebody wrote something in the meantime, which follows. Go on with that in mind.'

/** Runs the slow action `index` of a step, and the file actions after it. */
export async function runSlowTool(
  ports: ActivityPorts,
  { turnId, number, index }: { turnId: string; number: number; index: number },
  context: ActivityContext,
): Promise<NextAction> {
  const [turn, step] = await Promise.all([ports.projects.turn(turnId), ports.projects.step(turnId, number)])
  if (step === null) throw new Failure('unexpected', `There is no step ${number} of turn ${turnId}`)
  return runTools(ports, turn, step, index, context)
}

/**
 * Does the actions of a step that it has no observation of yet, in order, and keeps each one's outcome before the next begins.
 * Stops at the first that fails, and ahead of a slow one other than `slowIndex`, which gets an activity of its own.
 */
export async function runTools(
  ports: ActivityPorts,
  turn: TurnRecord,
  step: StepRecord,
  slowIndex: number | null,
  context: ActivityContext,
): Promise<NextAction> {
  let { changes } = step
  let workbench: Workspace | null = null
  let failed = step.observations.some(({ ok }) => !ok)
  for (let index = step.observations.length; index < step.toolCalls.length && !failed; index += 1) {
    const action = step.toolCalls[index]
    if (action === undefined) break
    if (await ports.projects.hasUnreadInstructions(turn.id)) {
      await ports.projects.keepObservation(turn.id, step.number, index, { tool: action.tool, ok: false, error: SAID }, changes)
      break
    }
    if (action.tool === 'finish') return { todo: 'finish' }
    if (isSlow(action) && index !== slowIndex) return { todo: 'act', index }
    workbench ??= await openWorkspace(ports, turn, changes, context)
    const startedMs = performance.now()
    const outcome = await attempt(ports, turn, workbench, action, changes, context)
    const observation = { ...outcome.observation, ms: Math.round(performance.now() - startedMs) }
    await ports.projects.keepObservation(turn.id, step.number, index, observation, outcome.changes)
    changes = outcome.changes
    failed = !outcome.observation.ok
  }
  await ports.projects.finishStep(turn.id, step.number)
  return { todo: 'think' }
}

/** A failed action is an observation; only what has nothing to do with the action is an error. */
async function attempt(
  ports: ActivityPorts,
  turn: TurnRecord,
  workbench: Workspace,
  action: ParsedToolCall,
  changes: Changes,
  context: ActivityContext,
): Promise<ToolResult> {
  if (action.tool === 'invalid') return { observation: { tool: action.named, ok: false, error: action.problem }, changes }
  try {
    return await done(ports, turn, workbench, action, changes, context)
  } catch (error) {
    const failure = toFailure(error)
    if (failure.kind !== 'sandbox-path') throw failure
    return { observation: { tool: action.tool, ok: false, error: withAdvice(failure.message, action, workbench, changes) }, changes }
  }
}

/** What went wrong with a path, and how to go on. */
function withAdvice(problem: string, { tool, args }: ToolCall, { tree }: Workspace, changes: Changes): string {
  const path = 'path' in args && args.path !== null ? workspacePath(args.path) : null
  const near = path === null ? [] : nearestPaths(path, pathsOf(tree, changes))
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
  workbench: Workspace,
  action: ToolCall,
  changes: Changes,
  context: ActivityContext,
): Promise<ToolResult> {
  switch (action.tool) {
    case 'executeCommand':
      return executeCommand(ports, workbench, action.args, changes, context)
    case 'viewPage':
      return viewPage(ports, turn, workbench, action.args, changes, context)
    default:
      return runFileTool(ports, workbench, action, changes, context)
  }
}
