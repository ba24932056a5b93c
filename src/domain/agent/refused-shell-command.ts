import { hostileText } from '../shared/hostile-text.ts'

/** A shell's exit code for a command that can't run. */
const CANNOT_RUN = 126
/** The kernel's limit is 128 KB. */
const COMMAND_BYTES = 120 * 1024

/** The result of a command that no sandbox can run; `null` for any other. */
export function refusedShellCommand(command: string) {
  const reason = reasonAgainst(command)
  if (reason === null) return null
  const printed = { stdout: hostileText(''), stderr: hostileText(reason) }
  return { exitCode: CANNOT_RUN, ...printed, stoppedBy: null, durationMs: 0, processorMs: 0 }
}

function reasonAgainst(command: string): string | null {
  if (command.includes('\0')) return 'A command cannot contain a NUL character.'
  if (new TextEncoder().encode(command).length > COMMAND_BYTES)
    return `The command is longer than ${COMMAND_BYTES} bytes. Write it to a file and run the file.`
  return null
}
