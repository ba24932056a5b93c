import type { HostileText } from '#src/domain/shared/hostile-text.ts'
import type { TemplateName } from '#src/domain/repository/choose-template.ts'

export type { TemplateName } from '#src/domain/repository/choose-template.ts'

/** Identifies a sandbox, so that a retry finds it and orphans can be deleted. */
export type SandboxLabels = { project: string; turn: string; purpose: 'work' | 'check' | 'install' }

export type SandboxFile = { path: string; kind: 'file' | 'directory'; sizeBytes: number }

export type CommandOptions = {
  /** A shell command line, run by `bash -c` in the workspace. */
  command: string
  /** The last bound, in real time. A busy machine may reach it before the command has had much processor time. */
  timeoutMs: number
  /** Limit of the processor time of the command and all that it starts. Undefined: none but the sandbox's own. */
  processorMs?: number
  signal: AbortSignal
  env?: Record<string, string>
  /** Packages of the repository, stored by `Packages`, that the command finds at `/node_modules`; `null` or undefined: the template's. */
  packages?: string | null
  /** Called with output as it is printed, at most the first 256 KB of each stream. Must not throw. */
  onOutput?: (stream: 'stdout' | 'stderr', text: string) => void
}

/**
 * What ended a command before its own end. Its code is responsible for 'processor-time', 'memory' and 'output'; 'clock' says nothing about
 * who is: the machine may have been busy, or the command may have waited for something.
 */
export type StoppedBy = 'processor-time' | 'clock' | 'memory' | 'output'

export type CommandResult = {
  /** `null` if the command was ended by a limit or a signal. */
  exitCode: number | null
  /** The last 64 KB of each stream. */
  stdout: HostileText
  stderr: HostileText
  /** `null` if it ended by itself, or by a signal from within. */
  stoppedBy: StoppedBy | null
  durationMs: number
  /** The processor time that it used; `null` if this machine can't measure it. */
  processorMs: number | null
}

/**
 * One isolated workspace. Paths are relative to the workspace and never leave it. Its content is untrusted: links and special files are
 * errors, sizes are limited. Throws only `Failure` ('sandbox-lost', 'sandbox-unavailable', 'sandbox-misconfigured', 'sandbox-path',
 * 'cancelled').
 */
export interface Sandbox {
  readonly id: string
  readonly labels: SandboxLabels
  /** Creates missing parent folders. */
  writeFile(path: string, bytes: Uint8Array): Promise<void>
  /** Fails with 'sandbox-path' if the path is not a regular file of at most `maxBytes`. */
  readFile(path: string, maxBytes: number): Promise<Uint8Array>
  remove(path: string): Promise<void>
  rename(from: string, to: string): Promise<void>
  /**
   * The entries below `path`, `depth` levels deep (1: direct children), sorted, at most 10,000; doesn't enter `node_modules` and `.git`.
   */
  list(path: string, depth: number): Promise<SandboxFile[]>
  /** All regular files of the workspace outside `node_modules` and `.git`, at most 50,000. */
  snapshot(): Promise<{ path: string; sizeBytes: number; changedAtMs: number }[]>
  run(options: CommandOptions): Promise<CommandResult>
  /** Ends all processes of the sandbox and deletes its files. Idempotent. */
  destroy(): Promise<void>
}

/** Creates and finds sandboxes. */
export interface SandboxProvider {
  /**
   * Creates an empty workspace that is ready for commands. If two callers create one for the same turn's work at the same time, a provider
   * may return the same one to both.
   */
  create(template: TemplateName, labels: SandboxLabels): Promise<Sandbox>
  /** A running sandbox by its id, also from another process; `null` if there is none. */
  connect(id: string): Promise<Sandbox | null>
  list(labels: Partial<SandboxLabels>): Promise<{ id: string; labels: SandboxLabels; createdAtMs: number }[]>
  /** Descriptions of limits that this machine can't enforce, for the log; empty if all are enforced. */
  readonly missingLimits: readonly string[]
}
