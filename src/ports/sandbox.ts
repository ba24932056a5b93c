import type { TemplateName } from '#src/domain/repository/choose-template.ts'

export type { TemplateName } from '#src/domain/repository/choose-template.ts'

/** Says whose sandbox it is, so that a retry finds it and an orphan can be reaped. */
export type SandboxLabels = { project: string; turn: string; purpose: 'work' | 'check' | 'install' }

export type SandboxFile = { path: string; kind: 'file' | 'directory'; sizeBytes: number }

export type CommandOptions = {
  /** A shell command line, run by `bash -c` in the workspace. */
  command: string
  timeoutMs: number
  signal: AbortSignal
  env?: Record<string, string>
  /** Packages of the repository, kept by `Packages`, that the command finds at `/node_modules`; `null` or nothing: the template's. */
  packages?: string | null
  /** Hears what is printed while it is printed, at most the first 256 KB of each stream; called from the command's own turn, so it may not throw. */
  onOutput?: (stream: 'stdout' | 'stderr', text: string) => void
}

export type CommandResult = {
  /** `null` where the command was ended by the clock, a signal or a limit. */
  exitCode: number | null
  /** The last 64 KB of each stream. */
  stdout: string
  stderr: string
  timedOut: boolean
  durationMs: number
}

/**
 * One isolated workspace. Paths are relative to the workspace and never leave it.
 * What is read from it is hostile: links and special files are errors, sizes are capped.
 * Throws `Failure` ('sandbox-lost', 'sandbox-unavailable', 'sandbox-misconfigured', 'sandbox-path', 'cancelled') only.
 */
export interface Sandbox {
  readonly id: string
  readonly labels: SandboxLabels
  /** Creates missing parent folders. */
  writeFile(path: string, bytes: Uint8Array): Promise<void>
  /** Fails with 'sandbox-path' where there is no regular file of at most `maxBytes`. */
  readFile(path: string, maxBytes: number): Promise<Uint8Array>
  remove(path: string): Promise<void>
  rename(from: string, to: string): Promise<void>
  /** What lies below `path`, `depth` levels deep (1: its direct children), sorted, at most 10,000 entries; `node_modules` and `.git` are not entered. */
  list(path: string, depth: number): Promise<SandboxFile[]>
  /**
   * All regular files of the workspace below no `node_modules` or `.git`, at most 50,000.
   */
  snapshot(): Promise<{ path: string; sizeBytes: number; changedAtMs: number }[]>
  run(options: CommandOptions): Promise<CommandResult>
  /** Ends every process of it and removes its files. Harmless the second time. */
  destroy(): Promise<void>
}

/** Where sandboxes come from. */
export interface SandboxProvider {
  /**
   * A new, empty workspace; ready for its first command. Where somebody else makes one for the same turn's work at the same moment, a
   * provider may give both the same.
   */
  create(template: TemplateName, labels: SandboxLabels): Promise<Sandbox>
  /** A living sandbox by its id, also from another process; `null` where there is none. */
  connect(id: string): Promise<Sandbox | null>
  list(labels: Partial<SandboxLabels>): Promise<{ id: string; labels: SandboxLabels; createdAtMs: number }[]>
  /** What this machine can't enforce, in words for the log; empty where all limits hold. */
  readonly missingLimits: readonly string[]
}
