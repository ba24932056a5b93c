import type { Changes } from '#src/domain/projects/records.ts'
import type { CommandResult } from '#src/ports/sandbox.ts'
import type { ToolResult } from './run-tools.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import type { ActivityContext } from '../shared/as-activity.ts'
import { changesBetween } from './workspace.ts'
import type { Workspace } from './workspace.ts'

/** What a command may take, in seconds. */
const SECONDS = { least: 1, usual: 120, most: 300 }
/** Of longer outputs the sandbox has kept the end alone. */
const WHOLE = 60_000
/** How much of each stream the model gets, in characters: its beginning and its end. */
const SHOWN = { head: 2_000, tail: 6_000 }
/** File times may lag behind the clock by a tick of the kernel. */
const CLOCK_SLACK_MS = 50

/** A shell command in the sandbox. A command that fails is an observation like any other: its exit code tells. */
export async function executeCommand(
  ports: ActivityPorts,
  workbench: Workspace,
  args: { command: string; timeoutSeconds: number | null },
  changes: Changes,
  { signal }: ActivityContext,
): Promise<ToolResult> {
  if (args.command.trim() === '') return { observation: { tool: 'executeCommand', ok: false, error: 'The command is empty.' }, changes }
  const seconds = Math.min(SECONDS.most, Math.max(SECONDS.least, args.timeoutSeconds ?? SECONDS.usual))
  const startedMs = Date.now() - CLOCK_SLACK_MS
  const result = await workbench.sandbox.run({ command: args.command, timeoutMs: seconds * 1_000, signal })
  const { problem } = await workbench.packages()
  const { changes: after, notKept } = await changesBetween(ports, workbench, changes, startedMs)
  return {
    observation: {
      tool: 'executeCommand',
      ok: result.exitCode === 0,
      exitCode: result.exitCode,
      timedOut: result.timedOut,
      stdout: headAndTail(result.stdout),
      stderr: headAndTail(result.stderr),
      ...advice(result, seconds),
      ...(notKept.length === 0 ? {} : { notKept: notKept.slice(0, NOT_KEPT) }),
      ...(problem === null ? {} : { packages: `What package.json asks for could not be installed: ${problem}` }),
    },
    changes: after,
  }
}

/** So many files that can't be kept are named. */
const NOT_KEPT = 20

function headAndTail(text: string): string {
  const leftOut = text.length - SHOWN.head - SHOWN.tail
  if (leftOut <= 0) return text
  const end = text.slice(-SHOWN.tail).toWellFormed()
  if (text.length > WHOLE) return `… more than ${text.length - SHOWN.tail} characters left out before this …\n${end}`
  return `${text.slice(0, SHOWN.head).toWellFormed()}\n… ${leftOut} characters left out here …\n${end}`
}

/** How to go on after a command that did not end by itself. */
function advice({ timedOut, exitCode }: CommandResult, seconds: number): { note?: string } {
  if (timedOut)
    return {
      note: `It was ended after ${seconds} seconds. timeoutSeconds may be ${SECONDS.most} at most; what serves or watches never ends.`,
    }
  return exitCode === null ? { note: 'It was ended by a limit of the sandbox, most likely of memory. Let it do less at once.' } : {}
}
