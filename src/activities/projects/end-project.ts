import { replyMarker } from '#src/domain/projects/ids.ts'
import type { ProjectAddress } from '#src/domain/projects/ids.ts'
import type { ProjectRecord } from '#src/domain/projects/records.ts'
import { endReply, newerProjectReply, reopenedReply } from '#src/domain/messages/project-replies.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { nestedArtifacts } from './nested-artifacts.ts'

/** The ports that this file uses. */
type Ports = Pick<ActivityPorts, 'artifacts' | 'codeHost' | 'deletion' | 'log' | 'projects' | 'versions'>

/** If the project has a newer pull request than the one that was closed, it continues with that one. */
export async function endProject(
  ports: Ports,
  { address, merged, pullRequest }: { address: ProjectAddress; merged: boolean; pullRequest: number },
): Promise<{ ended: boolean }> {
  const project = await projectAt(ports, address)
  if (project !== null && project.pullRequest !== null && project.pullRequest !== pullRequest) return { ended: false }
  await ports.projects.endProject(address, { merged })
  return { ended: true }
}

/** The issue was deleted or transferred: a project without a pull request ends, because it has nowhere to continue. */
export async function endWithIssue(ports: Ports, { address }: { address: ProjectAddress }): Promise<void> {
  const project = await projectAt(ports, address)
  if (project !== null && project.pullRequest === null) await ports.projects.endProject(address, { merged: false })
}

/** Deletes the rows of a project. Later rounds of cleanup delete its artifacts. */
export async function deleteProject(ports: Ports, { address }: { address: ProjectAddress }): Promise<void> {
  const project = await projectAt(ports, address)
  if (project === null) return
  await ports.deletion.deleteProject(project.id, await nestedArtifacts(ports, project.id))
  ports.log.info({ project: project.id, repository: project.repository.repositoryId }, 'Project deleted')
}

/** `newer`: the ordinal of the issue's newer project; if there is one, this project stays ended. */
export async function reopenProject(ports: Ports, { address }: { address: ProjectAddress }): Promise<{ newer: number | null }> {
  const latest = await ports.projects.latestOfIssue(address.repositoryId, address.issue)
  if (latest === null || latest.ordinal > address.ordinal) return { newer: latest?.ordinal ?? null }
  await ports.projects.reopenProject(address)
  return { newer: null }
}

/** Posts the final comment on a pull request that was merged or closed; closing it again gives the same text. */
export async function postProjectEnd(ports: Ports, { address, merged }: { address: ProjectAddress; merged: boolean }): Promise<void> {
  const project = await projectAt(ports, address)
  if (project === null) return
  const [last] = await ports.versions.publishedVersions(project.id, 1)
  await putStateComment(ports, project, endReply({ merged, version: last?.number ?? null, issue: project.issue }))
}

export async function postReopened(ports: Ports, { address, newer }: { address: ProjectAddress; newer: number | null }): Promise<void> {
  const project = await projectAt(ports, address)
  if (project === null) return
  if (newer === null) return putStateComment(ports, project, reopenedReply())
  const latest = await ports.projects.latestOfIssue(address.repositoryId, address.issue)
  await putStateComment(ports, project, newerProjectReply({ issue: project.issue, pullRequest: latest?.pullRequest ?? null }))
}

function projectAt(ports: Ports, { repositoryId, issue, ordinal }: ProjectAddress): Promise<ProjectRecord | null> {
  return ports.projects.byOrdinal(repositoryId, issue, ordinal)
}

/** Posts one comment about the project's state and edits it when that changes within a month; a later change gets a new comment. */
async function putStateComment(ports: Ports, { repository, pullRequest, id }: ProjectRecord, text: string): Promise<void> {
  if (pullRequest === null) return
  const marker = replyMarker(`end:${id}`)
  await ports.codeHost.putComment(repository, pullRequest, marker, `${text}\n\n${marker}`)
}
