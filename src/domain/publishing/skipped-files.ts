import { z } from 'zod'
import type { StepRecord } from '../projects/records.ts'

const commandSchema = z.object({ tool: z.literal('executeCommand'), notKept: z.array(z.string()).default([]) })

/** The files that lay in the workspace after the turn's last command, but were too large or too odd to be kept. */
export function skippedFilesIn(steps: readonly StepRecord[]): string[] {
  const commands = steps.flatMap(({ observations }) => observations.flatMap((seen) => commandSchema.safeParse(seen).data ?? []))
  return commands.at(-1)?.notKept ?? []
}
