import { projectWorkflowId } from '#src/domain/projects/ids.ts'
import type { ProjectAddress } from '#src/domain/projects/ids.ts'
import type { GitHubEvent } from '#src/domain/projects/github-event.ts'
import { assertNever } from '#src/domain/shared/assert-never.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { reportConfigCheck } from '../repository/report-config-check.ts'
import { postFinalComment } from '../messages/progress-comment.ts'

/** Handles a GitHub event. Every effect is idempotent. */
export async function handleGitHubEvent(ports: ActivityPorts, { notice }: { notice: GitHubEvent }): Promise<void> {
  switch (notice.about) {
    case 'issue-gone': {
      const project = await ports.projects.latestOfIssue(notice.repositoryId, notice.issue)
      if (project === null || project.ended) return
      return ports.workflows.stop(
        { repositoryId: notice.repositoryId, issue: project.issue, ordinal: project.ordinal },
        { why: 'issue-gone' },
      )
    }
    case 'repository-renamed':
      return ports.projects.renameRepository(notice)
    case 'repositories-gone':
      return stopAll(ports, await ports.projects.running({ repositoryIds: notice.repositoryIds }))
    case 'installation-suspended':
      await ports.projects.setSuspended(notice.installationId, true)
      return stopAll(ports, await ports.projects.running({ installationId: notice.installationId }))
    case 'installation-restored':
      return ports.projects.setSuspended(notice.installationId, false)
    case 'pull-request-changed':
      return reportConfigCheck(ports, notice)
    case 'check-failed': {
      const { repository, headSha } = notice
      const turnId = await ports.projects.turnByCommit(repository.repositoryId, headSha)
      if (turnId === null) return
      return postFinalComment(ports, { turnId, failedChecks: await ports.codeHost.failedCheckNames(repository, headSha) })
    }
    default:
      return assertNever(notice)
  }
}

async function stopAll(ports: ActivityPorts, projects: readonly ProjectAddress[]): Promise<void> {
  for (const address of projects) {
    await ports.workflows.stop(address, { why: 'not-allowed' })
    ports.log.info({ project: projectWorkflowId(address) }, 'Project stopped because Ollio can no longer access its repository')
  }
}
