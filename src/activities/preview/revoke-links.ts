import type { FixedReply } from '#src/domain/messages/reply.ts'
import type { Command } from '#src/domain/commands/command-message.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { findProject } from '../commands/locate-project.ts'

/** Revokes the links of everything that the project had published when the command was written, so that a retry revokes no more. */
export async function revokeLinks(
  ports: Pick<ActivityPorts, 'codeHost' | 'links' | 'projects' | 'versions'>,
  { message }: { message: Command },
): Promise<FixedReply> {
  const project = await findProject(ports, message)
  if (project === null || !('id' in project)) return { about: 'nothing-here' }
  await ports.versions.revokeLinks(project.id, new Date(message.writtenAt))
  return { about: 'unshared', name: project.name, pageUrl: ports.links.repositoryPage(message.repository) }
}
