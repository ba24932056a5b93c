import type { SandboxLabels } from '#src/ports/sandbox.ts'

type Limits = { memoryMb: number; processes: number; workspaceMb: number }

/** Size of a command's `/tmp`, which is in memory. */
export const SCRATCH_MB = 256

/** Limits of a sandbox by its purpose. Its workspace is in memory and counts towards the memory limit. */
export const SANDBOX_LIMITS: Readonly<Record<SandboxLabels['purpose'], Limits>> = {
  work: { memoryMb: 2_048, processes: 512, workspaceMb: 512 },
  check: { memoryMb: 2_048, processes: 512, workspaceMb: 512 },
  // All packages of a repository, and their archives.
  install: { memoryMb: 3_072, processes: 128, workspaceMb: 1_024 },
}
