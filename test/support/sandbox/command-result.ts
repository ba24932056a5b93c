import { hostileText } from '#src/domain/shared/hostile-text.ts'
import type { CommandResult } from '#src/ports/sandbox.ts'

/** The result of a command as a test writes it, with plain texts. */
export type PlainResult = Partial<Omit<CommandResult, 'stdout' | 'stderr'>> & { stdout?: string; stderr?: string }

/** By default a command succeeds without output. */
export function commandResult({ stdout = '', stderr = '', ...rest }: PlainResult = {}): CommandResult {
  return {
    exitCode: 0,
    stdout: hostileText(stdout),
    stderr: hostileText(stderr),
    stoppedBy: null,
    durationMs: 1,
    processorMs: 1,
    ...rest,
  }
}
