import { z } from 'zod'
import { changesSchema } from '../projects/changes-schema.ts'
import type { Changes } from '../projects/records.ts'

/** What a turn publishes that no step of its agent made: a restored version, or its work on top of what people pushed. One artifact. */
export type StagedChanges = {
  /** With the preview's source. */
  changes: Changes
  leftOut: string[]
  /** `null` if the summary is the agent's. */
  summary: string | null
}

/** As it is stored: with the changes under an older name. */
const storedSchema = z.object({ manifest: changesSchema, leftOut: z.array(z.string()), summary: z.string().nullable() })

export const stagedChangesSchema = storedSchema.transform(({ manifest, ...rest }): StagedChanges => ({ changes: manifest, ...rest }))

/** The JSON value that `stagedChangesSchema` reads. */
export function toStoredStagedChanges({ changes, ...rest }: StagedChanges): z.input<typeof storedSchema> {
  return { manifest: changes, ...rest }
}
