import { FAILED_CONCLUSIONS } from '#src/domain/checks/failed-conclusions.ts'
import type { Probot } from 'probot'
import { z } from 'zod'
import type { RepositoryRef } from '#src/domain/commands/command-message.ts'
import { projectOfBranch } from '#src/domain/projects/ids.ts'
import { REPOSITORIES_PER_EVENT } from '#src/domain/projects/github-event.ts'
import type { GitHubEvent } from '#src/domain/projects/github-event.ts'
import type { Log } from '#src/ports/log.ts'
import type { Workflows } from '#src/ports/workflows.ts'
import { common, installation, repository, whole, withinMs } from './webhook-payloads.ts'

const ofIssue = common.extend({ issue: z.object({ number: whole }) })
const ofRepository = z.object({ repository })
const ofInstallation = z.object({ installation })
const removed = z.object({ repositories_removed: z.array(z.object({ id: whole })) })
const checkRun = common.extend({
  check_run: z.object({
    head_sha: z.string(),
    conclusion: z.string().nullable(),
    app: z.object({ id: whole }).nullable(),
    check_suite: z.object({ head_branch: z.string().nullable() }).nullable(),
  }),
})

const changedPull = common.extend({
  pull_request: z.object({ number: whole, head: z.object({ ref: z.string(), sha: z.string(), repo: z.object({ id: whole }).nullable() }) }),
})

type HandlerOptions = { workflows: Pick<Workflows, 'startGitHubEvent'>; log: Log; appId: number; startMs: number }

/** Handles webhooks that are not commands. Each starts one workflow, identified by its delivery id. */
export function handleGitHubEvents(probot: Probot, { workflows, log, appId, startMs }: HandlerOptions): void {
  const start = async (delivery: string, event: GitHubEvent): Promise<void> => {
    const outcome = await withinMs(workflows.startGitHubEvent(delivery, event), startMs)
    log.info({ about: event.about, outcome }, 'GitHub event received')
  }
  probot.on(['issues.deleted', 'issues.transferred'], ({ id, payload }) => {
    const { repository: of, issue } = ofIssue.parse(payload)
    return start(id, { about: 'issue-gone', repositoryId: of.id, issue: issue.number })
  })
  probot.on(['repository.renamed', 'repository.transferred'], ({ id, payload }) => {
    const { repository: of } = ofRepository.parse(payload)
    return start(id, { about: 'repository-renamed', repositoryId: of.id, owner: of.owner.login, name: of.name })
  })
  probot.on(['repository.archived', 'repository.deleted'], ({ id, payload }) =>
    start(id, { about: 'repositories-gone', repositoryIds: [ofRepository.parse(payload).repository.id] }),
  )
  probot.on('installation_repositories.removed', ({ id, payload }) => {
    const repositoryIds = removed.parse(payload).repositories_removed.map((of) => of.id)
    return start(id, { about: 'repositories-gone', repositoryIds: repositoryIds.slice(0, REPOSITORIES_PER_EVENT) })
  })
  probot.on(['installation.deleted', 'installation.suspend'], ({ id, payload }) =>
    start(id, { about: 'installation-suspended', installationId: ofInstallation.parse(payload).installation.id }),
  )
  probot.on(['installation.created', 'installation.unsuspend'], ({ id, payload }) =>
    start(id, { about: 'installation-restored', installationId: ofInstallation.parse(payload).installation.id }),
  )
  probot.on(['pull_request.opened', 'pull_request.synchronize'], async ({ id, payload }) => {
    const { pull_request: pull, installation: by, repository: of } = changedPull.parse(payload)
    // Our own pushes are not changes by others.
    if (pull.head.repo?.id === of.id && projectOfBranch(of.id, pull.head.ref) !== null) return
    await start(id, { about: 'pull-request-changed', repository: refOf(by, of), number: pull.number, headSha: pull.head.sha })
  })
  probot.on('check_run.completed', async ({ id, payload }) => {
    const { check_run: run, installation: by, repository: of } = checkRun.parse(payload)
    const branch = run.check_suite?.head_branch
    const isOurs = branch != null && projectOfBranch(of.id, branch) !== null
    if (!isOurs || run.app?.id === appId || !FAILED_CONCLUSIONS.has(run.conclusion)) return
    await start(id, { about: 'check-failed', repository: refOf(by, of), headSha: run.head_sha })
  })
}

function refOf(by: z.infer<typeof installation>, of: z.infer<typeof repository>): RepositoryRef {
  return { installationId: by.id, repositoryId: of.id, owner: of.owner.login, name: of.name }
}
