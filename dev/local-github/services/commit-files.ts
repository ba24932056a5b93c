import { ApiError } from '../api-error.ts'
import type { Hub } from '../hub.ts'
import { createCommit, readCommit, type Commit } from '../git/git-commits.ts'
import { listTree, writeBlob, writeTree, type TreeChange } from '../git/git-objects.ts'
import { readRef } from '../git/revisions.ts'
import { GitError } from '../git/run-git.ts'
import { now } from '../current-time.ts'
import type { Repository } from '../store/repository-rows.ts'
import { demandPushAllowed } from '../store/restriction-rows.ts'
import { gitHubSignature, signatureOf, type Author } from './git-author.ts'
import { changeRef } from './ref-service.ts'

export type FileCommit = {
  branch: string
  expectedHead: string
  message: string
  additions: readonly { path: string; bytes: Uint8Array }[]
  deletions: readonly string[]
}

/** The branch doesn't point to the commit that the caller expects. */
export class StaleHead extends Error {
  constructor(expected: string) {
    super(`Expected branch to point to "${expected}" but it did not. Pull and try again.`)
    this.name = 'StaleHead'
  }
}

/** Makes one commit on a branch if its head is the expected one; throws `StaleHead` otherwise. GitHub signs such commits. */
export async function commitFiles(hub: Hub, repository: Repository, author: Author, commit: FileCommit): Promise<Commit> {
  const ref = `refs/heads/${commit.branch}`
  const { gitPath } = repository
  const changes = await toChanges(repository, commit)
  return hub.locks.withLock(repository.row.id, async () => {
    const head = await readRef(gitPath, ref)
    if (head === null) throw new ApiError(404, `No branch named "${commit.branch}" on "${repository.fullName}".`)
    if (head !== commit.expectedHead) throw new StaleHead(commit.expectedHead)
    demandPushAllowed(hub, repository, commit.branch)
    const tree = await treeOf(repository, head, changes)
    const signatures = { author: signatureOf(author.user), committer: gitHubSignature() }
    const sha = await createCommit(gitPath, { tree, parents: [head], message: commit.message, ...signatures })
    markVerified(hub, repository, sha)
    const moved = await changeRef(hub, repository, author, { ref, before: head, after: sha })
    if (!moved) throw new StaleHead(commit.expectedHead)
    return readCommit(gitPath, sha)
  })
}

export function markVerified(hub: Hub, repository: Repository, sha: string): void {
  hub.store.run('INSERT OR IGNORE INTO verified_commits (repository_id, sha, verified_at) VALUES (?, ?, ?)', repository.row.id, sha, now())
}

async function toChanges(repository: Repository, commit: FileCommit): Promise<TreeChange[]> {
  const paths = [...commit.additions.map(({ path }) => path), ...commit.deletions]
  if (new Set(paths).size !== paths.length) throw new ApiError(422, 'A path was named more than once in fileChanges.')
  const changes: TreeChange[] = commit.deletions.map((path) => ({ path, mode: '0', sha: null }))
  for (const { path, bytes } of commit.additions) {
    changes.push({ path, mode: '100644', sha: await writeBlob(repository.gitPath, bytes) })
  }
  return changes
}

/** Existing files keep their mode. A path to delete must exist. */
async function treeOf(repository: Repository, head: string, changes: readonly TreeChange[]): Promise<string> {
  const entries = await listTree(repository.gitPath, head, '', true)
  const modes = new Map(entries.filter(({ type }) => type === 'blob').map(({ path, mode }) => [path, mode]))
  const missing = changes.find(({ path, sha }) => sha === null && !modes.has(path))
  if (missing !== undefined) {
    throw new ApiError(422, `A path was requested for deletion which does not exist as of commit oid \`${head}\`: ${missing.path}`)
  }
  const kept = changes.map((change) => (modes.get(change.path) === '100755' ? { ...change, mode: '100755' } : change))
  try {
    return await writeTree(repository.gitPath, head, kept)
  } catch (error) {
    if (error instanceof GitError) throw new ApiError(422, 'A path was requested for addition which is invalid.')
    throw error
  }
}
