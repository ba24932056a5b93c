import { Hono } from 'hono'
import { ApiError, notFound } from '../api-error.ts'
import type { Hub } from '../hub.ts'
import { listCommits, readCommit } from '../git/git-commits.ts'
import { diffFiles } from '../git/git-diffs.ts'
import { countCommits, mergeBase, resolveCommit } from '../git/revisions.ts'
import { checkRunPayload } from '../payloads/check-run-payload.ts'
import { commitPayload, filePayload } from '../payloads/commit-payload.ts'
import { encodePath, pageUrl, repositoryApiUrl } from '../payloads/payload-links.ts'
import { ACTIONS_APP } from '../payloads/app-payload.ts'
import { logOfJob } from '../store/job-rows.ts'
import { listCheckRuns } from '../services/check-run-service.ts'
import type { Repository } from '../store/repository-rows.ts'
import { READ_CHECKS, READ_CONTENTS } from './required-permissions.ts'
import { enter, pageOf, param, type ApiContext, type ApiEnv } from './rest-request.ts'

const MAX_COMMITS = 10_000
/** GitHub's limits for a comparison: commits without paging, and files in any case. */
const UNPAGED_COMMITS = 250
const MAX_FILES = 300

export function commitRoutes(hub: Hub): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()

  routes.get('/repos/:owner/:repo/commits', async (c) => {
    const { repository } = enter(hub, c, READ_CONTENTS)
    const ref = c.req.query('sha') ?? repository.row.default_branch
    const head = await resolveCommit(repository.gitPath, ref)
    if (head === null) throw notFound()
    const commits = await listCommits(repository.gitPath, head, { limit: MAX_COMMITS })
    return c.json(pageOf(hub, c, commits).map((commit) => commitPayload(hub, repository, commit)))
  })

  routes.get('/repos/:owner/:repo/commits/:rest{.+}', async (c) => {
    const rest = param(c, 'rest')
    return rest.endsWith('/check-runs') ? checkRunsOf(c, rest.slice(0, -'/check-runs'.length)) : oneCommit(c, rest)
  })

  const oneCommit = async (c: ApiContext, ref: string) => {
    const { repository } = enter(hub, c, READ_CONTENTS)
    const sha = await resolveCommit(repository.gitPath, ref)
    if (sha === null) throw new ApiError(422, `No commit found for SHA: ${ref}`)
    const commit = await readCommit(repository.gitPath, sha)
    const parent = commit.parents[0] ?? null
    const files = await diffFiles(repository.gitPath, parent, sha)
    const additions = files.reduce((sum, file) => sum + file.additions, 0)
    const deletions = files.reduce((sum, file) => sum + file.deletions, 0)
    return c.json({
      ...commitPayload(hub, repository, commit),
      stats: { total: additions + deletions, additions, deletions },
      files: files.slice(0, MAX_FILES).map((file) => filePayload(hub, repository, sha, file)),
    })
  }

  const checkRunsOf = async (c: ApiContext, ref: string) => {
    const { repository } = enter(hub, c, READ_CHECKS)
    const sha = await resolveCommit(repository.gitPath, ref)
    if (sha === null) throw new ApiError(422, `No commit found for SHA: ${ref}`)
    const { check_name: name, status, app_id: appId, filter } = c.req.query()
    const runs = listCheckRuns(hub, repository, sha).filter(
      (run, index, all) =>
        (name === undefined || run.name === name) &&
        (status === undefined || run.status === status) &&
        (appId === undefined || Number(appId) === (logOfJob(hub, run) === undefined ? hub.app.id : ACTIONS_APP.id)) &&
        // As on GitHub, only the newest of each name, unless all are requested.
        (filter === 'all' || all.findIndex((other) => other.name === run.name) === index),
    )
    return c.json({ total_count: runs.length, check_runs: pageOf(hub, c, runs).map((run) => checkRunPayload(hub, repository, run)) })
  }

  routes.get('/repos/:owner/:repo/compare/:range{.+}', async (c) => {
    const { repository } = enter(hub, c, READ_CONTENTS)
    const { gitPath } = repository
    const [baseName = '', headName = ''] = param(c, 'range').split('...', 2)
    const [base, head] = await Promise.all([commitOf(repository, baseName), commitOf(repository, headName)])
    if (base === null || head === null) throw notFound()
    const start = await mergeBase(gitPath, base, head)
    if (start === null) throw new ApiError(404, `No common ancestor between ${baseName} and ${headName}.`)
    const [ahead, behind, commits, files, baseCommit, startCommit] = await Promise.all([
      countCommits(gitPath, base, head),
      countCommits(gitPath, head, base),
      listCommits(gitPath, `${base}..${head}`, { limit: MAX_COMMITS, oldestFirst: true }),
      diffFiles(gitPath, start, head),
      readCommit(gitPath, base),
      readCommit(gitPath, start),
    ])
    const { page: number, per_page: perPage } = c.req.query()
    const shown = number === undefined && perPage === undefined ? commits.slice(0, UNPAGED_COMMITS) : pageOf(hub, c, commits)
    const page = pageUrl(hub, repository, `/compare/${encodePath(`${baseName}...${headName}`)}`)
    return c.json({
      url: repositoryApiUrl(hub, repository, `/compare/${encodePath(`${baseName}...${headName}`)}`),
      html_url: page,
      permalink_url: pageUrl(hub, repository, `/compare/${base}...${head}`),
      diff_url: `${page}.diff`,
      patch_url: `${page}.patch`,
      base_commit: commitPayload(hub, repository, baseCommit),
      merge_base_commit: commitPayload(hub, repository, startCommit),
      status: statusOf(ahead, behind),
      ahead_by: ahead,
      behind_by: behind,
      total_commits: ahead,
      commits: shown.map((commit) => commitPayload(hub, repository, commit)),
      // Only the first page includes the files.
      files: (number ?? '1') === '1' ? files.slice(0, MAX_FILES).map((file) => filePayload(hub, repository, head, file)) : [],
    })
  })

  return routes
}

/** Accepts `owner:branch` as well; there are no forks here. */
function commitOf({ owner, gitPath }: Repository, name: string): Promise<string | null> {
  const prefix = `${owner.login}:`
  return resolveCommit(gitPath, name.startsWith(prefix) ? name.slice(prefix.length) : name)
}

function statusOf(ahead: number, behind: number): string {
  if (ahead > 0 && behind > 0) return 'diverged'
  if (ahead > 0) return 'ahead'
  return behind > 0 ? 'behind' : 'identical'
}
