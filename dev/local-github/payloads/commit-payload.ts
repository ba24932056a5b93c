import type { Hub } from '../hub.ts'
import type { Commit, Signature } from '../git/git-commits.ts'
import type { FileDiff } from '../git/git-diffs.ts'
import { userRow, verifiedRow, type UserRow } from '../store/row-types.ts'
import type { Repository } from '../store/repository-rows.ts'
import { encodePath, nodeId, pageUrl, repositoryApiUrl } from './payload-links.ts'
import { userPayload } from './user-payload.ts'

/** The account of a commit's email address. GitHub's no-reply addresses contain the id. */
export function userByEmail(hub: Hub, email: string): UserRow | undefined {
  const id = /^(\d+)\+[^@]+@users\.noreply\.github\.com$/.exec(email)?.[1]
  return id === undefined ? undefined : hub.store.get(userRow, 'SELECT * FROM users WHERE id = ?', Number(id))
}

function accountPayload(hub: Hub, signature: Signature) {
  const user = userByEmail(hub, signature.email)
  return user === undefined ? null : userPayload(hub, user)
}

function verificationPayload(hub: Hub, repository: Repository, sha: string) {
  const sql = 'SELECT verified_at FROM verified_commits WHERE repository_id = ? AND sha = ?'
  const row = hub.store.get(verifiedRow, sql, repository.row.id, sha)
  if (row === undefined) return { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null }
  return { verified: true, reason: 'valid', signature: null, payload: null, verified_at: row.verified_at }
}

/** A commit in the commits, compare and pull request APIs. */
export function commitPayload(hub: Hub, repository: Repository, commit: Commit) {
  const url = repositoryApiUrl(hub, repository, `/commits/${commit.sha}`)
  return {
    sha: commit.sha,
    node_id: nodeId('Commit', commit.sha),
    commit: {
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      tree: { sha: commit.tree, url: repositoryApiUrl(hub, repository, `/git/trees/${commit.tree}`) },
      url: repositoryApiUrl(hub, repository, `/git/commits/${commit.sha}`),
      comment_count: 0,
      verification: verificationPayload(hub, repository, commit.sha),
    },
    url,
    html_url: pageUrl(hub, repository, `/commit/${commit.sha}`),
    comments_url: `${url}/comments`,
    author: accountPayload(hub, commit.author),
    committer: accountPayload(hub, commit.committer),
    parents: commit.parents.map((sha) => ({
      sha,
      url: repositoryApiUrl(hub, repository, `/commits/${sha}`),
      html_url: pageUrl(hub, repository, `/commit/${sha}`),
    })),
  }
}

/** A commit in the git data API. */
export function gitCommitPayload(hub: Hub, repository: Repository, commit: Commit) {
  return {
    sha: commit.sha,
    node_id: nodeId('Commit', commit.sha),
    url: repositoryApiUrl(hub, repository, `/git/commits/${commit.sha}`),
    html_url: pageUrl(hub, repository, `/commit/${commit.sha}`),
    author: commit.author,
    committer: commit.committer,
    tree: { sha: commit.tree, url: repositoryApiUrl(hub, repository, `/git/trees/${commit.tree}`) },
    message: commit.message,
    parents: commit.parents.map((sha) => ({
      sha,
      url: repositoryApiUrl(hub, repository, `/git/commits/${sha}`),
      html_url: pageUrl(hub, repository, `/commit/${sha}`),
    })),
    verification: verificationPayload(hub, repository, commit.sha),
  }
}

/** One file of a pull request, a commit or a comparison. */
export function filePayload(hub: Hub, repository: Repository, head: string, file: FileDiff) {
  const path = encodePath(file.path)
  return {
    sha: file.blobSha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: pageUrl(hub, repository, `/blob/${head}/${path}`),
    raw_url: pageUrl(hub, repository, `/raw/${head}/${path}`),
    contents_url: repositoryApiUrl(hub, repository, `/contents/${path}?ref=${head}`),
    ...(file.patch === null ? {} : { patch: file.patch }),
    ...(file.previousPath === null ? {} : { previous_filename: file.previousPath }),
  }
}
