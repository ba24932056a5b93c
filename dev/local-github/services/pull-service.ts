import { ApiError, invalid, notFound } from '../api-error.ts'
import type { Hub } from '../hub.ts'
import { countCommits, readRef } from '../git/revisions.ts'
import { now } from '../current-time.ts'
import { pullOf } from '../payloads/issue-payload.ts'
import type { Repository } from '../store/repository-rows.ts'
import { pullRow, type IssueRow, type PullRow } from '../store/row-types.ts'
import type { Author } from './git-author.ts'
import { findIssue, insertIssue, textChanges } from './issue-service.ts'
import { emitPull } from './pull-facts.ts'
import { keepPullHead } from './ref-service.ts'
import { checkBody, checkTitle } from './text-limits.ts'

export type NewPull = { title: string; body: string | null; head: string; base: string; draft: boolean }
export type FoundPull = { issue: IssueRow; pull: PullRow }

export function findPull(hub: Hub, repository: Repository, number: number): FoundPull {
  const issue = findIssue(hub, repository, number)
  const pull = pullOf(hub, issue.id)
  if (pull === undefined) throw notFound()
  return { issue, pull }
}

export async function openPull(hub: Hub, repository: Repository, author: Author, request: NewPull): Promise<FoundPull> {
  checkTitle('PullRequest', request.title)
  checkBody('PullRequest', request.body ?? '', false)
  return hub.locks.withLock(repository.row.id, async () => {
    const branch = ownBranch(repository, request.head)
    const [head, base] = await Promise.all([branchHead(repository, branch, 'head'), branchHead(repository, request.base, 'base')])
    const label = `${repository.owner.login}:${branch}`
    if (hasOpenPull(hub, repository, branch, request.base)) throw custom(`A pull request already exists for ${label}.`)
    if ((await countCommits(repository.gitPath, base, head)) === 0) throw custom(`No commits between ${request.base} and ${branch}`)
    const issue = hub.store.transaction(() => {
      const inserted = insertIssue(hub, repository, author, { title: request.title, body: request.body })
      const refs = { base_ref: request.base, base_sha: base, head_ref: branch, head_sha: head }
      hub.store.insert('pulls', { issue_id: inserted.id, ...refs, draft: request.draft })
      return inserted
    })
    await keepPullHead(hub, repository, issue.id, head)
    await emitPull(hub, repository, issue.id, { action: 'opened', sender: author.user })
    return findPull(hub, repository, issue.number)
  })
}

function custom(message: string): ApiError {
  return new ApiError(422, 'Validation Failed', [{ resource: 'PullRequest', code: 'custom', message }])
}

/** Accepts `owner:branch` or `branch`; there are no forks here. */
function ownBranch(repository: Repository, head: string): string {
  const colon = head.indexOf(':')
  if (colon < 0) return head
  if (head.slice(0, colon).toLowerCase() !== repository.owner.login.toLowerCase()) throw invalid('PullRequest', 'head', 'head is invalid')
  return head.slice(colon + 1)
}

async function branchHead(repository: Repository, branch: string, field: 'head' | 'base'): Promise<string> {
  const sha = await readRef(repository.gitPath, `refs/heads/${branch}`)
  if (sha === null) throw new ApiError(422, 'Validation Failed', [{ resource: 'PullRequest', field, code: 'invalid' }])
  return sha
}

function hasOpenPull(hub: Hub, repository: Repository, head: string, base: string): boolean {
  const sql = `SELECT p.* FROM pulls p JOIN issues i ON i.id = p.issue_id
    WHERE i.repository_id = ? AND i.state = 'open' AND p.head_ref = ? AND p.base_ref = ?`
  return hub.store.get(pullRow, sql, repository.row.id, head, base) !== undefined
}

export type PullEdit = { title?: string; body?: string | null; base?: string; state?: 'open' | 'closed' }

export async function editPull(
  hub: Hub,
  repository: Repository,
  author: Author,
  { issue, pull }: FoundPull,
  edit: PullEdit,
): Promise<void> {
  const { base, state, ...text } = edit
  if (text.title !== undefined) checkTitle('PullRequest', text.title)
  if (text.body !== undefined) checkBody('PullRequest', text.body ?? '', false)
  const changes: Record<string, unknown> = textChanges(issue, text)
  if (base !== undefined && base !== pull.base_ref) {
    const sha = await branchHead(repository, base, 'base')
    hub.store.update('pulls', pull.id, { base_ref: base, base_sha: sha })
    changes['base'] = { ref: { from: pull.base_ref }, sha: { from: pull.base_sha } }
  }
  if (Object.keys(changes).length > 0) {
    hub.store.update('issues', issue.id, { ...text, updated_at: now() })
    await emitPull(hub, repository, issue.id, { action: 'edited', sender: author.user, fields: { changes } })
  }
  if (state === 'closed' && issue.state === 'open') await closePull(hub, repository, author, issue)
  if (state === 'open' && issue.state === 'closed') await reopenPull(hub, repository, author, { issue, pull })
}

async function closePull(hub: Hub, repository: Repository, author: Author, issue: IssueRow): Promise<void> {
  const at = now()
  hub.store.update('issues', issue.id, { state: 'closed', closed_at: at, closed_by_id: author.user.id, updated_at: at })
  await emitPull(hub, repository, issue.id, { action: 'closed', sender: author.user })
}

async function reopenPull(hub: Hub, repository: Repository, author: Author, { issue, pull }: FoundPull): Promise<void> {
  if (pull.merged_at !== null) throw invalid('PullRequest', 'state', 'state cannot be changed. The pull request has been merged.')
  const head = await readRef(repository.gitPath, `refs/heads/${pull.head_ref}`)
  if (head === null) throw invalid('PullRequest', 'state', `state cannot be changed. The ${pull.head_ref} branch has been deleted.`)
  if (hasOpenPull(hub, repository, pull.head_ref, pull.base_ref)) {
    throw invalid('PullRequest', 'state', `state cannot be changed. There is already an open pull request from ${pull.head_ref}.`)
  }
  hub.store.update('pulls', pull.id, { head_sha: head })
  hub.store.update('issues', issue.id, { state: 'open', closed_at: null, closed_by_id: null, updated_at: now() })
  await keepPullHead(hub, repository, issue.id, head)
  await emitPull(hub, repository, issue.id, { action: 'reopened', sender: author.user })
}

export async function setDraft(
  hub: Hub,
  repository: Repository,
  author: Author,
  { issue, pull }: FoundPull,
  draft: boolean,
): Promise<void> {
  if (pull.draft === draft) return
  hub.store.update('pulls', pull.id, { draft })
  hub.store.update('issues', issue.id, { updated_at: now() })
  await emitPull(hub, repository, issue.id, { action: draft ? 'converted_to_draft' : 'ready_for_review', sender: author.user })
}
