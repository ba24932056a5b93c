import type { Hub } from '../hub.ts'
import { diffFiles } from '../git/git-diffs.ts'
import { mergeTrees } from '../git/git-merges.ts'
import { countCommits, mergeBase, readRef } from '../git/revisions.ts'
import { pullOf } from '../payloads/issue-payload.ts'
import { pullPayload, type PullFacts } from '../payloads/pull-payload.ts'
import type { Repository } from '../store/repository-rows.ts'
import { issueRow, type IssueRow, type PullRow, type UserRow } from '../store/row-types.ts'
import { emit } from './emit-event.ts'

/** Where the pull request's own changes start: the common ancestor of its head and its base at the time when the head last moved. */
export async function diffStart(repository: Repository, pull: PullRow): Promise<string> {
  return (await mergeBase(repository.gitPath, pull.base_sha, pull.head_sha)) ?? pull.base_sha
}

export async function pullFacts(repository: Repository, issue: IssueRow, pull: PullRow): Promise<PullFacts> {
  const start = await diffStart(repository, pull)
  const [files, commits, mergeable] = await Promise.all([
    diffFiles(repository.gitPath, start, pull.head_sha),
    countCommits(repository.gitPath, start, pull.head_sha),
    issue.state === 'open' ? isMergeable(repository, pull) : null,
  ])
  return {
    mergeable,
    mergeableState: stateOf(mergeable, pull.draft),
    commits,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changedFiles: files.length,
  }
}

function stateOf(mergeable: boolean | null, draft: boolean): PullFacts['mergeableState'] {
  if (mergeable === null) return 'unknown'
  if (!mergeable) return 'dirty'
  return draft ? 'draft' : 'clean'
}

async function isMergeable(repository: Repository, pull: PullRow): Promise<boolean> {
  const base = await readRef(repository.gitPath, `refs/heads/${pull.base_ref}`)
  return base !== null && (await mergeTrees(repository.gitPath, base, pull.head_sha)) !== null
}

/** The pull request's current state, for a response or an event. */
export async function pullNow(hub: Hub, repository: Repository, issueId: number) {
  const issue = hub.store.one(issueRow, 'SELECT * FROM issues WHERE id = ?', issueId)
  const pull = pullOf(hub, issueId)
  if (pull === undefined) throw new Error(`Issue ${issueId} is not a pull request`)
  return pullPayload(hub, repository, issue, pull, await pullFacts(repository, issue, pull))
}

export async function emitPull(
  hub: Hub,
  repository: Repository,
  issueId: number,
  event: { action: string; sender: UserRow; fields?: Record<string, unknown> },
): Promise<void> {
  const pullRequest = await pullNow(hub, repository, issueId)
  const fields = { number: pullRequest.number, ...event.fields, pull_request: pullRequest }
  emit(hub, repository, { event: 'pull_request', action: event.action, sender: event.sender, fields })
}
