import { replyMarker } from '#src/domain/projects/ids.ts'
import type { ProjectAddress } from '#src/domain/projects/ids.ts'
import type { ProjectRecord } from '#src/domain/projects/records.ts'
import { endReply, newerProjectReply, reopenedReply } from '#src/domain/messages/project-replies.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { nestedArtifacts } from './nested-artifacts.ts'

/** Of a pull request that was closed while a turn ran there may be a successor by now: then the project goes on with that. */
export async function endProject(
  ports: ActivityPorts,
  { address, merged, pullRequest }: { address: ProjectAddress; merged: boolean; pullRequest: number },
): Promise<{ ended: boolean }> {
  const project = await projectAt(ports, address)
  if (project !== null && project.pullRequest !== null && project.pullRequest !== pullRequest) return { ended: false }
  await ports.projects.endProject(address, { merged })
  return { ended: true }
}

/** Its issue was deleted or transferred: a conversation without a pull request has nowhere to go on. */
export async function endWithIssue(ports: ActivityPorts, { address }: { address: ProjectAddress }): Promise<void> {
  const project = await projectAt(ports, address)
  if (project !== null && project.pullRequest === null) await ports.projects.endProject(address, { merged: false })
}

/** Deletes the rows of a project; what it kept in the artifact store goes with the next rounds of housekeeping. */
export async function deleteProject(ports: ActivityPorts, { address }: { address: ProjectAddress }): Promise<void> {
  const project = await projectAt(ports, address)
  if (project === null) return
  await ports.projects.deleteProject(project.id, await nestedArtifacts(ports, project.id))
  ports.log.info({ project: project.id, repository: project.repository.repositoryId }, 'A project was deleted')
}

/** `newer`: the issue's newer project, beside which this one stays ended. */
export async function reopenProject(ports: ActivityPorts, { address }: { address: ProjectAddress }): Promise<{ newer: number | null }> {
  const latest = await ports.projects.latestOfIssue(address.repositoryId, address.issue)
  if (latest === null || latest.ordinal > address.ordinal) return { newer: latest?.ordinal ?? null }
  await ports.projects.reopenProject(address)
  return { newer: null }
}

/** The last word under a pull request that was merged or closed; the same one if it is closed again. */
export async function postProjectEnd(
  ports: ActivityPorts,
  { address, merged }: { address: ProjectAddress; merged: boolean },
): Promise<void> {
  const project = await projectAt(ports, address)
  if (project === null) return
  const [last] = await ports.projects.publishedVersions(project.id, 1)
  await say(ports, project, endReply({ merged, version: last?.number ?? null, issue: project.issue }))
}

export async function postReopened(
  ports: ActivityPorts,
  { address, newer }: { address: ProjectAddress; newer: number | null },
): Promise<void> {
  const project = await projectAt(ports, address)
  if (project === null) return
  if (newer === null) return say(ports, project, reopenedReply())
  const latest = await ports.projects.latestOfIssue(address.repositoryId, address.issue)
  await say(ports, project, newerProjectReply({ issue: project.issue, pullRequest: latest?.pullRequest ?? null }))
}

function projectAt(ports: ActivityPorts, { repositoryId, issue, ordinal }: ProjectAddress): Promise<ProjectRecord | null> {
  return ports.projects.byOrdinal(repositoryId, issue, ordinal)
}

/** One comment for how the conversation stands, edited when that changes within a month; what changes later is news, and a new one. */
async function say(ports: ActivityPorts, { repository, pullRequest, id }: ProjectRecord, text: string): Promise<void> {
  if (pullRequest === null) return
  const marker = replyMarker(`end:${id}`)
  await ports.codeHost.putComment(repository, pullRequest, marker, `${text}\n\n${marker}`)
}
