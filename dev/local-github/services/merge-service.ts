import { ApiError, notFound } from '../api-error.ts'
import type { Hub } from '../hub.ts'
import { createCommit } from '../git/git-commits.ts'
import { mergeTrees } from '../git/git-merges.ts'
import { isAncestor, readRef, resolveCommit } from '../git/revisions.ts'
import { pullOf } from '../payloads/issue-payload.ts'
import type { Repository } from '../store/repository-rows.ts'
import { issueRow, type IssueRow, type PullRow } from '../store/row-types.ts'
import { gitHubSignature, signatureOf, type Author } from './git-author.ts'
import { markVerified } from './commit-files.ts'
import { closeIssue } from './issue-service.ts'
import { markMerged } from './mark-merged.ts'
import { emitPull } from './pull-facts.ts'
import { changeRef } from './ref-service.ts'

async function commitMerge(
  hub: Hub,
  repository: Repository,
  author: Author,
  base: string,
  head: string,
  message: string,
): Promise<string | null> {
  const tree = await mergeTrees(repository.gitPath, base, head)
  if (tree === null) return null
  const signatures = { author: signatureOf(author.user), committer: gitHubSignature() }
  const sha = await createCommit(repository.gitPath, { tree, parents: [base, head], message, ...signatures })
  markVerified(hub, repository, sha)
  return sha
}

/** `POST /merges`: the merge commit's SHA, or `null` if the branch already contains everything. */
export async function mergeIntoBranch(
  hub: Hub,
  repository: Repository,
  author: Author,
  merge: { base: string; head: string; message?: string | undefined },
): Promise<string | null> {
  return hub.locks.withLock(repository.row.id, async () => {
    const ref = `refs/heads/${merge.base}`
    const base = await readRef(repository.gitPath, ref)
    if (base === null) throw new ApiError(404, 'Base does not exist')
    const head = await resolveCommit(repository.gitPath, merge.head)
    if (head === null) throw new ApiError(404, 'Head does not exist')
    if (await isAncestor(repository.gitPath, head, base)) return null
    const message = merge.message ?? `Merge ${merge.head} into ${merge.base}`
    const sha = await commitMerge(hub, repository, author, base, head, message)
    if (sha === null) throw new ApiError(409, 'Merge conflict')
    if (!(await changeRef(hub, repository, author, { ref, before: base, after: sha }))) throw new ApiError(409, 'Base branch was modified.')
    return sha
  })
}

/** `PUT /pulls/{n}/merge`: a merge commit on the base branch. */
export async function mergePull(
  hub: Hub,
  repository: Repository,
  author: Author,
  issueId: number,
  options: { sha?: string | undefined; title?: string | undefined; message?: string | undefined },
): Promise<string> {
  return hub.locks.withLock(repository.row.id, async () => {
    const issue = hub.store.one(issueRow, 'SELECT * FROM issues WHERE id = ?', issueId)
    const pull = pullOf(hub, issueId)
    if (pull === undefined) throw notFound()
    if (issue.state === 'closed' || pull.draft)
      throw new ApiError(405, pull.draft ? 'Pull Request is still a draft' : 'Pull Request is not mergeable')
    if (options.sha !== undefined && options.sha !== pull.head_sha)
      throw new ApiError(409, 'Head branch was modified. Review and try the merge again.')
    const ref = `refs/heads/${pull.base_ref}`
    const base = await readRef(repository.gitPath, ref)
    const title = options.title ?? `Merge pull request #${issue.number} from ${repository.owner.login}/${pull.head_ref}`
    const message = `${title}\n\n${options.message ?? issue.title}`
    const sha = base === null ? null : await commitMerge(hub, repository, author, base, pull.head_sha, message)
    if (base === null || sha === null) throw new ApiError(405, 'Pull Request is not mergeable')
    await landMerge(hub, repository, author, { issue, pull, ref, base, sha })
    return sha
  })
}

type Landing = { issue: IssueRow; pull: PullRow; ref: string; base: string; sha: string }

async function landMerge(hub: Hub, repository: Repository, author: Author, { issue, pull, ref, base, sha }: Landing): Promise<void> {
  // Marked first, so that the push to the base branch isn't taken for a merge by somebody else.
  markMerged(hub, pull, author.user, sha)
  const moved = await changeRef(hub, repository, author, { ref, before: base, after: sha })
  if (!moved) {
    hub.store.update('pulls', pull.id, { merged_at: null, merged_by_id: null, merge_commit_sha: null })
    hub.store.update('issues', issue.id, { state: 'open', closed_at: null, closed_by_id: null })
    throw new ApiError(409, 'Base branch was modified. Review and try the merge again.')
  }
  await emitPull(hub, repository, issue.id, { action: 'closed', sender: author.user })
  if (pull.base_ref === repository.row.default_branch) closeMentioned(hub, repository, author, issue)
}

/** 'Closes #12' in the description closes that issue when the pull request is merged into the default branch. */
function closeMentioned(hub: Hub, repository: Repository, author: Author, pull: IssueRow): void {
  for (const [, number] of (pull.body ?? '').matchAll(/\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+#(\d{1,9})\b/gi)) {
    const sql = "SELECT * FROM issues WHERE repository_id = ? AND number = ? AND state = 'open' AND id NOT IN (SELECT issue_id FROM pulls)"
    const issue = hub.store.get(issueRow, sql, repository.row.id, Number(number))
    if (issue !== undefined) closeIssue(hub, repository, author, issue, 'completed')
  }
}
