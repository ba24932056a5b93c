import { headAndTail } from '#src/domain/agent/command-output.ts'
import type { Changes } from '#src/domain/projects/records.ts'
import { packagesNote } from '#src/domain/packages/package-trouble.ts'
import type { CommandResult } from '#src/ports/sandbox.ts'
import type { ToolResult } from './tool-result.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import type { ActivityContext } from '../shared/as-activity.ts'
import { changesBetween, KEPT_FILES } from './workspace.ts'
import type { Workspace } from './workspace.ts'

/** Limits of a command's duration, in seconds. */
const SECONDS = { least: 1, usual: 120, most: 300 }
/** File times may be one kernel tick behind the clock. */
const CLOCK_SLACK_MS = 50

/** Runs a shell command in the sandbox. A failed command is a normal observation with its exit code. */
export async function executeCommand(
  ports: Pick<ActivityPorts, 'artifacts'>,
  workspace: Workspace,
  args: { command: string; timeoutSeconds: number | null },
  changes: Changes,
  { signal }: ActivityContext,
): Promise<ToolResult> {
  if (args.command.trim() === '') return { observation: { tool: 'executeCommand', ok: false, error: 'The command is empty.' }, changes }
  const seconds = Math.min(SECONDS.most, Math.max(SECONDS.least, args.timeoutSeconds ?? SECONDS.usual))
  const startedMs = Date.now() - CLOCK_SLACK_MS
  const result = await workspace.sandbox.run({ command: args.command, timeoutMs: seconds * 1_000, signal })
  const packages = packagesNote(await workspace.packages())
  const found = await changesBetween(ports, workspace, changes, startedMs)
  if (found.tooMany !== undefined) {
    // The next step builds the workspace again from what is kept.
    await workspace.sandbox.destroy()
    return { observation: { tool: 'executeCommand', ok: false, exitCode: result.exitCode, error: tooManyFiles(found.tooMany) }, changes }
  }
  const { changes: after, notKept } = found
  return {
    observation: {
      tool: 'executeCommand',
      ok: result.exitCode === 0,
      exitCode: result.exitCode,
      timedOut: result.stoppedBy === 'clock',
      stdout: headAndTail(result.stdout),
      stderr: headAndTail(result.stderr),
      ...advice(result, seconds),
      ...(notKept.length === 0 ? {} : { notKept: notKept.slice(0, NOT_KEPT) }),
      ...(packages === null ? {} : { packages }),
    },
    changes: after,
  }
}

function tooManyFiles(count: number): string {
  return `After the command, about ${count} files differ from the repository; at most ${KEPT_FILES} are kept. So the command was taken back: the files are as before it. Change or delete fewer files at once.`
}

/** Maximum number of paths listed in `notKept`. */
const NOT_KEPT = 20

/** A hint for a command that was stopped. */
function advice({ stoppedBy, exitCode, processorMs, durationMs }: CommandResult, seconds: number): { note?: string } {
  if (stoppedBy === 'clock') {
    const isStarved = processorMs !== null && processorMs > STARVED.leastMs && processorMs < STARVED.share * durationMs
    const busy = isStarved
      ? ` The machine was busy: the command got ${Math.round(processorMs / 1_000)} seconds of processor time. Try again.`
      : ''
    return {
      note: `The command was stopped after ${seconds} seconds.${busy} timeoutSeconds may be at most ${SECONDS.most}. Do not run servers or watchers: they never end.`,
    }
  }
  return exitCode === null ? { note: 'The command was stopped by a limit of the sandbox, probably memory. Do less at once.' } : {}
}

/** A command that computes, but gets less than this share of a processor, was slowed down by others. One that waits computes nothing. */
const STARVED = { leastMs: 1_000, share: 0.5 }
