import type { Command } from '#src/domain/commands/command-message.ts'
import { projectOfBranch } from '#src/domain/projects/ids.ts'
import type { ProjectAddress } from '#src/domain/projects/ids.ts'
import type { ProjectRecord } from '#src/domain/projects/records.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'

/** The ports that this file uses. */
type Ports = Pick<ActivityPorts, 'codeHost' | 'projects'>

export type ProjectLocation = { found: true; address: ProjectAddress } | { found: false }

/** Finds the project that a turn belongs to: for an issue by its rows, for a pull request by its row or by the branch of our own pull request. */
export async function locateProject(ports: Ports, { message, begins }: { message: Command; begins: boolean }): Promise<ProjectLocation> {
  const project = await findProject(ports, message)
  if (project !== null && !('ended' in project && project.ended)) return found(message, project)
  if (project !== null && begins) return found(message, { issue: project.issue, ordinal: project.ordinal + 1 })
  return begins ? found(message, { issue: message.number, ordinal: 1 }) : { found: false }
}

function found(message: Command, { issue, ordinal }: { issue: number; ordinal: number }): ProjectLocation {
  return { found: true, address: { repositoryId: message.repository.repositoryId, issue, ordinal } }
}

/** Finds the project that a command was written on; only its address if it has no row. */
export async function findProject(ports: Ports, message: Command): Promise<ProjectRecord | ProjectAddress | null> {
  const { repositoryId } = message.repository
  if (!message.onPullRequest) return ports.projects.latestOfIssue(repositoryId, message.number)
  const known = await ports.projects.byPullRequest(repositoryId, message.number)
  if (known !== null) return known
  const pullRequest = await ports.codeHost.pullRequest(message.repository, message.number)
  if (pullRequest === null || !pullRequest.byOurApp) return null
  return (await ports.projects.byBranch(repositoryId, pullRequest.headBranch)) ?? projectOfBranch(repositoryId, pullRequest.headBranch)
}
