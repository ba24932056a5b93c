import type { Manifest } from '#src/domain/records.ts'
import type { Outcome } from './acting.ts'
import type { ActivityPorts } from './activity-ports.ts'
import type { EffectContext } from './effect.ts'
import { manifestOf } from './workbench.ts'
import type { Workbench } from './workbench.ts'

/** What a command may take, in seconds. */
const SECONDS = { least: 1, usual: 120, most: 300 }
/** How much of each stream's end the model gets, in characters. */
const TAIL = 6_000
/** File times may lag behind the clock by a tick of the kernel. */
const CLOCK_SLACK_MS = 50

/** A shell command in the sandbox. A command that fails is an observation like any other: its exit code tells. */
export async function executeCommand(
  ports: ActivityPorts,
  workbench: Workbench,
  args: { command: string; timeoutSeconds: number | null },
  manifest: Manifest,
  { signal }: EffectContext,
): Promise<Outcome> {
  const seconds = Math.min(SECONDS.most, Math.max(SECONDS.least, args.timeoutSeconds ?? SECONDS.usual))
  const startedMs = Date.now() - CLOCK_SLACK_MS
  const result = await workbench.sandbox.run({ command: args.command, timeoutMs: seconds * 1_000, signal })
  const { problem } = await workbench.modules()
  return {
    observation: {
      tool: 'executeCommand',
      ok: result.exitCode === 0,
      exitCode: result.exitCode,
      timedOut: result.timedOut,
      stdout: tail(result.stdout),
      stderr: tail(result.stderr),
      ...(problem === null ? {} : { packages: `What package.json asks for could not be installed: ${problem}` }),
    },
    manifest: await manifestOf(ports, workbench, manifest, startedMs),
  }
}

function tail(text: string): string {
  return text.length <= TAIL ? text : `… ${text.length - TAIL} characters before this\n${text.slice(-TAIL).toWellFormed()}`
}
