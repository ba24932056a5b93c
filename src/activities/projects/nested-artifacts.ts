import { z } from 'zod'
import { toFailure } from '#src/domain/shared/failures.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'

/** Both kinds of artifacts that name others inside have such a list. */
const namingSchema = z.looseObject({ manifest: z.record(z.string(), z.string().nullable()) })

/** The artifacts that are named inside other artifacts of a project, and in no row of it perhaps. */
export async function nestedArtifacts(ports: ActivityPorts, projectId: string): Promise<string[]> {
  const named = await Promise.all((await ports.projects.nestingArtifacts(projectId)).map((key) => namedIn(ports, key)))
  return named.flat()
}

async function namedIn({ artifacts }: ActivityPorts, key: string): Promise<string[]> {
  try {
    const { manifest } = namingSchema.parse(JSON.parse(new TextDecoder().decode(await artifacts.get(key))))
    return Object.values(manifest).filter((each) => each !== null)
  } catch (error) {
    // What is gone already names nothing.
    if (toFailure(error).kind === 'artifact-missing') return []
    throw error
  }
}
