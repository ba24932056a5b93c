import type { FixedAnswer } from '#src/domain/messages/reply.ts'
import type { CommandMessage } from '#src/domain/commands/command-message.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { projectAt } from '../commands/locate-project.ts'

/** Withdraws the links of what a conversation had published when the command was written, so that a second try withdraws no more. */
export async function unshare(ports: ActivityPorts, { message }: { message: CommandMessage }): Promise<FixedAnswer> {
  const project = await projectAt(ports, message)
  if (project === null || !('id' in project)) return { about: 'nothing-here' }
  await ports.projects.unshare(project.id, new Date(message.writtenAt))
  return { about: 'unshared', name: project.name, pageUrl: ports.links.repositoryPage(message.repository) }
}
