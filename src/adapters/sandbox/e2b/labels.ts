import { z } from 'zod'
import type { SandboxLabels } from '#src/ports/sandbox.ts'

/** Distinguishes our sandboxes from others of the same account, which we must not touch. */
const OURS = { ollio: 'sandbox' }

const PURPOSES = { work: 'work', check: 'check', install: 'install' } as const satisfies { [Purpose in SandboxLabels['purpose']]: Purpose }

const metadataSchema = z.object({
  ollio: z.literal(OURS.ollio),
  project: z.string(),
  turn: z.string(),
  purpose: z.enum(PURPOSES),
})

/** Labels as E2B's metadata. In a query, partial labels match every sandbox that has them. */
export function toMetadata(labels: Partial<SandboxLabels>): Record<string, string> {
  return { ...labels, ...OURS }
}

/** `null` if the sandbox isn't ours. */
export function toLabels(metadata: unknown): SandboxLabels | null {
  const parsed = metadataSchema.safeParse(metadata)
  if (!parsed.success) return null
  const { project, turn, purpose } = parsed.data
  return { project, turn, purpose }
}
