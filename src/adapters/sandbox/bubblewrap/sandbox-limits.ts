import type { SandboxLabels } from '#src/ports/sandbox.ts'

/** `workspaceMb`: the size of a workspace in memory; `null` for one on this machine's disk. */
type Limits = { memoryMb: number; processes: number; workspaceMb: number | null }

/** Size of a command's `/tmp`, which is in memory. */
export const SCRATCH_MB = 256

/** Limits of a sandbox by its purpose. A workspace in memory counts towards the memory limit. */
export const SANDBOX_LIMITS = {
  work: { memoryMb: 2_048, processes: 512, workspaceMb: 512 },
  check: { memoryMb: 2_048, processes: 512, workspaceMb: 512 },
  // All packages of a repository, which may be gigabytes.
  install: { memoryMb: 4_096, processes: 256, workspaceMb: null },
} as const satisfies Record<SandboxLabels['purpose'], Limits>
