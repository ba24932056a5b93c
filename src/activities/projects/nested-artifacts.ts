import { z } from 'zod'
import { toFailure } from '#src/domain/shared/failures.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'

/** The ports that this file uses. */
type Ports = Pick<ActivityPorts, 'artifacts' | 'deletion'>

/** Both kinds of artifacts that refer to other artifacts have this map. */
const nestingSchema = z.looseObject({ manifest: z.record(z.string(), z.string().nullable()) })

/** Keys of artifacts that other artifacts of a project refer to, and that may be in none of its rows. */
export async function nestedArtifacts(ports: Ports, projectId: string): Promise<string[]> {
  const keys = await Promise.all((await ports.deletion.nestingArtifacts(projectId)).map((key) => keysIn(ports, key)))
  return keys.flat()
}

async function keysIn({ artifacts }: Ports, key: string): Promise<string[]> {
  try {
    const { manifest } = nestingSchema.parse(JSON.parse(new TextDecoder().decode(await artifacts.get(key))))
    return Object.values(manifest).filter((each) => each !== null)
  } catch (error) {
    // A deleted artifact refers to nothing.
    if (toFailure(error).kind === 'artifact-missing') return []
    throw error
  }
}
