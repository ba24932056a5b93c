import { isSlow } from '#src/domain/agent/agent-protocol.ts'
import type { ToolCall, ParsedToolCall } from '#src/domain/agent/agent-protocol.ts'
import { Failure, toFailure } from '#src/domain/shared/failures.ts'
import type { Changes, StepRecord, TurnRecord } from '#src/domain/projects/records.ts'
import { nearestPaths } from '#src/domain/agent/nearest-paths.ts'
import { workspacePath } from '#src/domain/shared/workspace-path.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { executeCommand } from './execute-command.ts'
import type { ActivityContext } from '../shared/as-activity.ts'
import { runFileTool } from './file-tools.ts'
import type { ToolResult } from './tool-result.ts'
import { viewPage } from './view-page.ts'
import { openWorkspace, pathsOf } from './workspace.ts'
import type { Workspace } from './workspace.ts'

/** The ports that this file uses. */
type Ports = Pick<
  ActivityPorts,
  'artifacts' | 'browser' | 'codeHost' | 'machine' | 'instructions' | 'packages' | 'rules' | 'sandboxes' | 'steps' | 'turns'
>

/** What the workflow does next: call the model again, run a slow tool of this step, or check the changes. */
export type NextStep = { todo: 'think' } | { todo: 'act'; index: number } | { todo: 'finish' }

/** Why a tool call was not run; the instruction itself follows in its own message. */
const NEW_INSTRUCTION = 'Not run: a new message arrived while you worked. It follows. Take it into account and continue.'

/** Runs the slow tool call `index` of a step, and the file tools after it. */
export async function runSlowTool(
  ports: Ports,
  { turnId, number, index }: { turnId: string; number: number; index: number },
  context: ActivityContext,
): Promise<NextStep> {
  const [turn, step] = await Promise.all([ports.turns.turn(turnId), ports.steps.step(turnId, number)])
  if (step === null) throw new Failure('unexpected', `There is no step ${number} of turn ${turnId}`)
  return runTools(ports, turn, step, index, context)
}

/**
 * Runs the tool calls of a step that have no observation yet, in order, and stores each observation before the next call starts. Stops at
 * the first failure, and before a slow call other than `slowIndex`, which gets its own activity.
 */
export async function runTools(
  ports: Ports,
  turn: TurnRecord,
  step: StepRecord,
  slowIndex: number | null,
  context: ActivityContext,
): Promise<NextStep> {
  let { changes } = step
  let workspace: Workspace | null = null
  let failed = step.observations.some(({ ok }) => !ok)
  for (let index = step.observations.length; index < step.toolCalls.length && !failed; index += 1) {
    const action = step.toolCalls[index]
    if (action === undefined) break
    if (await ports.instructions.hasUnreadInstructions(turn.id)) {
      await ports.steps.keepObservation(turn.id, step.number, index, { tool: action.tool, ok: false, error: NEW_INSTRUCTION }, changes)
      break
    }
    if (action.tool === 'finish') return { todo: 'finish' }
    if (isSlow(action) && index !== slowIndex) return { todo: 'act', index }
    workspace ??= await openWorkspace(ports, turn, changes, context)
    const startedMs = performance.now()
    const outcome = await attempt(ports, turn, workspace, action, changes, context)
    const observation = { ...outcome.observation, ms: Math.round(performance.now() - startedMs) }
    await ports.steps.keepObservation(turn.id, step.number, index, observation, outcome.changes)
    changes = outcome.changes
    failed = !outcome.observation.ok
  }
  await ports.steps.finishStep(turn.id, step.number)
  return { todo: 'think' }
}

/** A failed tool call is an observation; only failures unrelated to the call are thrown. */
async function attempt(
  ports: Ports,
  turn: TurnRecord,
  workspace: Workspace,
  action: ParsedToolCall,
  changes: Changes,
  context: ActivityContext,
): Promise<ToolResult> {
  if (action.tool === 'invalid') return { observation: { tool: action.named, ok: false, error: action.problem }, changes }
  try {
    return await done(ports, turn, workspace, action, changes, context)
  } catch (error) {
    const failure = toFailure(error)
    if (failure.kind !== 'sandbox-path') throw failure
    return { observation: { tool: action.tool, ok: false, error: withAdvice(failure.message, action, workspace, changes) }, changes }
  }
}

/** The problem with a path, and what to do next. */
function withAdvice(problem: string, { tool, args }: ToolCall, { tree }: Workspace, changes: Changes): string {
  const path = 'path' in args && args.path !== null ? workspacePath(args.path) : null
  const near = path === null ? [] : nearestPaths(path, pathsOf(tree, changes))
  if (near.length > 0) return `${problem}. Did you mean ${near.join(' or ')}?`
  switch (tool) {
    case 'readFile':
    case 'editFile':
      return `${problem}. Use listFiles to see which files exist; for a large file, use searchFiles or executeCommand to see parts of it.`
    case 'listFiles':
      return `${problem}. List the folder above it, or "" for the repository root.`
    default:
      return `${problem}. Choose another path.`
  }
}

function done(
  ports: Ports,
  turn: TurnRecord,
  workspace: Workspace,
  action: ToolCall,
  changes: Changes,
  context: ActivityContext,
): Promise<ToolResult> {
  switch (action.tool) {
    case 'executeCommand':
      return executeCommand(ports, workspace, action.args, changes, context)
    case 'viewPage':
      return viewPage(ports, turn, workspace, action.args, changes, context)
    default:
      return runFileTool(ports, workspace, action, changes, context)
  }
}
