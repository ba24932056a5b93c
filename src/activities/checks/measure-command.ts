import { hostileText, reader } from '#src/domain/shared/hostile-text.ts'
import type { HostileText } from '#src/domain/shared/hostile-text.ts'
import { measured, notRun } from '#src/domain/checks/measured.ts'
import type { Measured } from '#src/domain/checks/measured.ts'
import type { CommandResult } from '#src/ports/sandbox.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'

/** `limit`: the limit of the sandbox that ended it, as a clause; `null` if it ended by itself and its output is complete. */
export type Ran = { ok: boolean; output: HostileText; limit: string | null }

/** Both streams, which have at most 64 KB each, below a line of our own. */
const wholeOutput = reader('wholeOutput', (stdout: string, stderr: string, first: string = ''): HostileText =>
  hostileText(first + `${stdout.trim()}\n${stderr.trim()}`.trim()),
)

/** What a command found, or why that is not known: limits of the machine say nothing about the code. */
export function measureCommand(result: CommandResult, processorMs: number): Measured<Ran> {
  const { exitCode, stoppedBy, stdout, stderr } = result
  const stopped = (limit: string): Measured<Ran> =>
    measured({ ok: false, output: wholeOutput(stdout, stderr, `Stopped: ${limit}.\n`), limit })
  switch (stoppedBy) {
    case 'processor-time':
      return stopped(`it took more than ${processorMs / 1_000} seconds of processor time`)
    case 'memory':
      return stopped('it used all memory of its sandbox')
    case 'output':
      return stopped('it printed too much')
    case 'clock':
      return notRun('machine', 'this machine was too busy')
    case null:
      return exitCode === null
        ? notRun('machine', 'the system ended it')
        : measured({ ok: exitCode === 0, output: wholeOutput(stdout, stderr), limit: null })
  }
}

/** Measures once more, when the machine has room, what the machine itself cut short. */
export async function measureWithRoom<Value>(
  { machine }: Pick<ActivityPorts, 'machine'>,
  signal: AbortSignal,
  measure: () => Promise<Measured<Value>>,
): Promise<Measured<Value>> {
  const first = await measure()
  if (first.notRun?.cause !== 'machine') return first
  await machine.untilRoom(signal)
  return measure()
}
