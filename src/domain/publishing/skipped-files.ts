import { z } from 'zod'
import type { StepRecord } from '../projects/records.ts'

const commandSchema = z.object({ tool: z.literal('executeCommand'), notKept: z.array(z.string()).default([]) })

/**
 * The files that were in the workspace after the turn's last command but were not kept, because they were too large or not regular files.
 */
export function skippedFilesIn(steps: readonly StepRecord[]): string[] {
  const commands = steps.flatMap(({ observations }) => observations.flatMap((seen) => commandSchema.safeParse(seen).data ?? []))
  return commands.at(-1)?.notKept ?? []
}
