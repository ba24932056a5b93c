import type { Hub } from '../hub.ts'
import { isAncestor, readRef, swapRef, ZERO_SHA } from '../git/revisions.ts'
import { runGit } from '../git/run-git.ts'
import { now } from '../current-time.ts'
import { pushPayload, type RefChange } from '../payloads/push-payload.ts'
import { touchRepository, type Repository } from '../store/repository-rows.ts'
import { issueRow, pullRow, type PullRow } from '../store/row-types.ts'
import type { Author } from './git-author.ts'
import { emit } from './emit-event.ts'
import { markMerged } from './mark-merged.ts'
import { emitPull } from './pull-facts.ts'

/**
 * Compare-and-swap of one ref, with all its consequences. Returns `false` and changes nothing unless the ref points to `before`. Call this
 * under the repository's lock.
 */
export async function changeRef(hub: Hub, repository: Repository, author: Author, change: RefChange): Promise<boolean> {
  if (!(await swapRef(repository.gitPath, change.ref, change.after, change.before))) return false
  await afterRefChange(hub, repository, author, change)
  return true
}

/** Emits the events of a changed ref and updates its pull requests. */
export async function afterRefChange(hub: Hub, repository: Repository, author: Author, change: RefChange): Promise<void> {
  const kind = change.ref.startsWith('refs/tags/') ? 'tag' : 'branch'
  const name = change.ref.replace(/^refs\/(?:heads|tags)\//, '')
  touchRepository(hub, repository, now())
  const sender = author.user
  const about = { ref: name, ref_type: kind, pusher_type: 'user' }
  if (change.before === ZERO_SHA) {
    const fields = { ...about, master_branch: repository.row.default_branch, description: repository.row.description }
    emit(hub, repository, { event: 'create', sender, fields })
  } else if (change.after === ZERO_SHA) {
    emit(hub, repository, { event: 'delete', sender, fields: about })
  }
  emit(hub, repository, { event: 'push', sender, fields: await pushPayload(hub, repository, change, sender.login) })
  if (kind === 'branch') await followBranch(hub, repository, author, { ...change, ref: name })
}

async function followBranch(hub: Hub, repository: Repository, author: Author, change: RefChange): Promise<void> {
  const sql = `SELECT p.* FROM pulls p JOIN issues i ON i.id = p.issue_id
    WHERE i.repository_id = ? AND i.state = 'open' AND (p.head_ref = ? OR p.base_ref = ?) ORDER BY p.id`
  for (const pull of hub.store.all(pullRow, sql, repository.row.id, change.ref, change.ref)) {
    if (change.after === ZERO_SHA) {
      hub.store.update('issues', pull.issue_id, { state: 'closed', closed_at: now(), closed_by_id: author.user.id, updated_at: now() })
      await emitPull(hub, repository, pull.issue_id, { action: 'closed', sender: author.user })
    } else if (pull.head_ref === change.ref) {
      await followHead(hub, repository, author, pull, change)
    } else if (await isAncestor(repository.gitPath, pull.head_sha, change.after)) {
      markMerged(hub, pull, author.user, change.after)
      await emitPull(hub, repository, pull.issue_id, { action: 'closed', sender: author.user })
    }
  }
}

async function followHead(hub: Hub, repository: Repository, author: Author, pull: PullRow, change: RefChange): Promise<void> {
  const base = (await readRef(repository.gitPath, `refs/heads/${pull.base_ref}`)) ?? pull.base_sha
  hub.store.update('pulls', pull.id, { head_sha: change.after, base_sha: base })
  hub.store.update('issues', pull.issue_id, { updated_at: now() })
  await keepPullHead(hub, repository, pull.issue_id, change.after)
  const fields = { before: change.before, after: change.after }
  await emitPull(hub, repository, pull.issue_id, { action: 'synchronize', sender: author.user, fields })
}

/** Sets `refs/pull/<number>/head`, which keeps a pull request's commits when its branch is deleted. */
export async function keepPullHead(hub: Hub, repository: Repository, issueId: number, sha: string): Promise<void> {
  const { number } = hub.store.one(issueRow, 'SELECT * FROM issues WHERE id = ?', issueId)
  await runGit(repository.gitPath, ['update-ref', `refs/pull/${number}/head`, sha])
}
