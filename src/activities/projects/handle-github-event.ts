import { projectWorkflowId } from '#src/domain/projects/ids.ts'
import type { ProjectAddress } from '#src/domain/projects/ids.ts'
import type { GitHubEvent } from '#src/domain/projects/github-event.ts'
import { assertNever } from '#src/domain/shared/assert-never.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { reportConfigCheck } from '../repository/report-config-check.ts'
import { postFinalComment } from '../messages/progress-comment.ts'

/** The ports that this file uses. */
type Ports = Pick<
  ActivityPorts,
  | 'artifacts'
  | 'codeHost'
  | 'instructions'
  | 'ledger'
  | 'links'
  | 'log'
  | 'projects'
  | 'repositories'
  | 'rules'
  | 'steps'
  | 'turns'
  | 'versions'
  | 'workflows'
  | 'yamlReader'
>

/** Handles a GitHub event. Every effect is idempotent. */
export async function handleGitHubEvent(ports: Ports, { notice: event }: { notice: GitHubEvent }): Promise<void> {
  switch (event.about) {
    case 'issue-gone': {
      const project = await ports.projects.latestOfIssue(event.repositoryId, event.issue)
      if (project === null || project.ended) return
      return ports.workflows.stop(
        { repositoryId: event.repositoryId, issue: project.issue, ordinal: project.ordinal },
        { why: 'issue-gone' },
      )
    }
    case 'repository-renamed':
      return ports.repositories.renameRepository(event)
    case 'repositories-gone':
      return stopAll(ports, await ports.projects.running({ repositoryIds: event.repositoryIds }))
    case 'installation-suspended':
      await ports.repositories.setSuspended(event.installationId, true)
      return stopAll(ports, await ports.projects.running({ installationId: event.installationId }))
    case 'installation-restored':
      return ports.repositories.setSuspended(event.installationId, false)
    case 'pull-request-changed':
      return reportConfigCheck(ports, event)
    case 'check-failed': {
      const { repository, headSha } = event
      const turnId = await ports.turns.turnByCommit(repository.repositoryId, headSha)
      if (turnId === null) return
      return postFinalComment(ports, { turnId, failedChecks: await ports.codeHost.failedCheckNames(repository, headSha) })
    }
    default:
      return assertNever(event)
  }
}

async function stopAll(ports: Ports, projects: readonly ProjectAddress[]): Promise<void> {
  for (const address of projects) {
    await ports.workflows.stop(address, { why: 'not-allowed' })
    ports.log.info({ project: projectWorkflowId(address) }, 'Project stopped because Ollio can no longer access its repository')
  }
}
