import { randomInt } from 'node:crypto'
import type { CommandOptions, CommandResult, Sandbox, SandboxLabels, SandboxProvider } from '#src/ports/sandbox.ts'
import { printed } from '#test/support/sandbox/printed.ts'

/** What a provider needs so that the contract can be run against it. */
export type ProviderUnderTest = {
  provider: SandboxProvider
  /** Connects from another process, and runs a command there or destroys the sandbox. Returns what the command printed. */
  fromElsewhere(id: string, action: { run: string } | 'destroy'): Promise<string>
  /** How many processes still have this word in their command line, seen from outside the sandbox. */
  processesWith(word: string): Promise<number>
  /** Destroys everything that is left. */
  close(): Promise<void>
}

export const LABELS: SandboxLabels = { project: 'pricing', turn: 'turn-1', purpose: 'work' }
const TIMEOUT_MS = 100_000

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

export async function textOf(sandbox: Sandbox, path: string): Promise<string> {
  return new TextDecoder().decode(await sandbox.readFile(path, 1_000_000))
}

/** Runs a command of the test itself, whose output is plain text. */
export async function run(
  sandbox: Sandbox,
  command: string,
  { timeoutMs = TIMEOUT_MS, signal = new AbortController().signal, env = {}, ...rest }: Partial<CommandOptions> = {},
): Promise<Omit<CommandResult, 'stdout' | 'stderr'> & { stdout: string; stderr: string }> {
  const result = await sandbox.run({ ...rest, command, timeoutMs, signal, env })
  return { ...result, stdout: printed(result.stdout), stderr: printed(result.stderr) }
}

/** A number of seconds to sleep that is in no other command line of this machine. */
export function longTime(): string {
  return `9${randomInt(1e9, 9e9)}`
}
