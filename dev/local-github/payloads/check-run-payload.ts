import { z } from 'zod'
import type { Hub } from '../hub.ts'
import { checkSuiteRow, issueRow, pullRow, type AnnotationRow, type CheckRunRow, type PullRow } from '../store/row-types.ts'
import type { Repository } from '../store/repository-rows.ts'
import { logOfJob } from '../store/job-rows.ts'
import { actionsAppPayload, appPayload } from './app-payload.ts'
import { nodeId, pageUrl, repositoryApiUrl } from './payload-links.ts'

function openPullsAt(hub: Hub, repository: Repository, sha: string): { pull: PullRow; number: number }[] {
  const sql = `SELECT p.* FROM pulls p JOIN issues i ON i.id = p.issue_id
    WHERE i.repository_id = ? AND i.state = 'open' AND p.head_sha = ? ORDER BY p.id`
  return hub.store.all(pullRow, sql, repository.row.id, sha).map((pull) => ({ pull, number: issueNumber(hub, pull.issue_id) }))
}

function issueNumber(hub: Hub, issueId: number): number {
  return hub.store.one(issueRow, 'SELECT * FROM issues WHERE id = ?', issueId).number
}

function checkPullPayload(hub: Hub, repository: Repository, { pull, number }: { pull: PullRow; number: number }) {
  const repo = { id: repository.row.id, url: repositoryApiUrl(hub, repository), name: repository.row.name }
  return {
    url: repositoryApiUrl(hub, repository, `/pulls/${number}`),
    id: pull.id,
    number,
    head: { ref: pull.head_ref, sha: pull.head_sha, repo },
    base: { ref: pull.base_ref, sha: pull.base_sha, repo },
  }
}

export function checkRunPayload(hub: Hub, repository: Repository, run: CheckRunRow) {
  const url = repositoryApiUrl(hub, repository, `/check-runs/${run.id}`)
  const page = pageUrl(hub, repository, `/runs/${run.id}`)
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId('CheckRun', run.id),
    head_sha: run.head_sha,
    external_id: run.external_id,
    url,
    html_url: page,
    details_url: run.details_url ?? hub.url,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.started_at,
    completed_at: run.completed_at,
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: annotationCount(hub, run),
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: run.suite_id },
    app: logOfJob(hub, run) === undefined ? appPayload(hub) : actionsAppPayload(hub),
    pull_requests: openPullsAt(hub, repository, run.head_sha).map((pull) => checkPullPayload(hub, repository, pull)),
  }
}

function annotationCount(hub: Hub, run: CheckRunRow): number {
  const count = z.object({ count: z.number() })
  return hub.store.one(count, 'SELECT count(*) AS count FROM check_annotations WHERE check_run_id = ?', run.id).count
}

export function annotationPayload(hub: Hub, repository: Repository, run: CheckRunRow, row: AnnotationRow) {
  return {
    ...row,
    start_column: null,
    end_column: null,
    raw_details: null,
    blob_href: pageUrl(hub, repository, `/blob/${run.head_sha}/${row.path}`),
  }
}

/** A check run in the `check_run` event, which includes the whole suite. */
export function checkRunEventPayload(hub: Hub, repository: Repository, run: CheckRunRow) {
  const payload = checkRunPayload(hub, repository, run)
  const suite = hub.store.one(checkSuiteRow, 'SELECT * FROM check_suites WHERE id = ?', run.suite_id)
  const pulls = openPullsAt(hub, repository, run.head_sha)
  return {
    ...payload,
    check_suite: {
      id: suite.id,
      node_id: nodeId('CheckSuite', suite.id),
      head_branch: pulls[0]?.pull.head_ref ?? null,
      head_sha: suite.head_sha,
      status: run.status,
      conclusion: run.conclusion,
      url: repositoryApiUrl(hub, repository, `/check-suites/${suite.id}`),
      before: null,
      after: suite.head_sha,
      pull_requests: payload.pull_requests,
      app: payload.app,
      created_at: suite.created_at,
      updated_at: run.completed_at ?? run.started_at,
    },
  }
}
