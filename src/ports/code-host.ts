import type { FailedCheck } from '#src/domain/checks/failed-checks-text.ts'
import type { RepositoryRef } from '#src/domain/commands/command-message.ts'
import type { Permission } from '#src/domain/commands/permissions.ts'
import type { LineComment } from '#src/domain/commands/line-notes.ts'
import type { Annotation } from '#src/domain/projects/records.ts'

/** Where a reaction goes; `review` and `issue` have their own endpoints on GitHub. */
export type ReactionTarget =
  | { kind: 'comment' | 'review-comment'; id: number }
  | { kind: 'issue'; number: number }
  | { kind: 'review'; pullRequest: number; id: number }

export type Reaction = '+1' | 'eyes' | 'rocket' | 'confused' | '-1'

export type PullRequest = {
  /** As people see and edit it; at most 65,536 characters. */
  body: string
  number: number
  url: string
  headBranch: string
  headSha: string
  baseBranch: string
  open: boolean
  merged: boolean
  /** True where our own app opened it. */
  byOurApp: boolean
}

export type Review = { body: string; comments: (LineComment & { body: string })[] }
/** What was uploaded into a text. `foreign`: its address is none of GitHub's own. */
export type Attachment = { ok: true; bytes: Uint8Array } | { ok: false; problem: 'foreign' | 'unreachable' | 'too-large' }

/** One path of a commit: new bytes, or `null` where the path is removed. */
type FileChange = { path: string; bytes: Uint8Array | null }

/** `nothing`: it is in already. */
export type Merge = { outcome: 'merged'; sha: string } | { outcome: 'nothing' | 'conflict' }

type CheckRunReport = {
  headSha: string
  name: string
  /** Makes the report findable again: one check run for one (name, head, externalId). */
  externalId: string
  conclusion: 'success' | 'failure' | 'neutral'
  title: string
  summary: string
  detailsUrl?: string
  /** At lines of the commit's files; the host takes at most fifty. */
  annotations?: readonly (Annotation & { title: string })[]
  /** Only what the world may see. */
  images?: readonly { alt: string; url: string }[]
}

/** `author`: the login; empty for an account that is gone. */
export type IssueComment = { author: string; body: string }

export type IssueText = IssueComment & { title: string; comments: IssueComment[] }

/**
 * GitHub, as far as Ollio needs it. Each write finds what an earlier try left and is harmless the second time.
 * Throws `Failure` of `#src/domain/shared/failures.ts` only.
 */
export interface CodeHost {
  permissionOf(repository: RepositoryRef, login: string): Promise<Permission>
  defaultBranch(repository: RepositoryRef): Promise<{ name: string; sha: string }>
  /** True where everybody on the web may read it. */
  isPublic(repository: RepositoryRef): Promise<boolean>
  /** The branch's head, or `null` where there is no such branch. */
  branchHead(repository: RepositoryRef, branch: string): Promise<string | null>
  /** The text of one file at `ref` (a branch or SHA; the default branch without one), or `null` where it is missing or no file of at most 1 MB. */
  readFile(repository: RepositoryRef, path: string, ref?: string): Promise<string | null>
  /** The first lines of a branch's last commits, the newest first, at most 30; those of merges are left out. None where there is no such branch. As of the last minute. */
  commitSubjects(repository: RepositoryRef, branch: string): Promise<string[]>
  /** The paths of all files at a commit, at most 50,000: a larger repository's are told as far as GitHub lists them. */
  listFiles(repository: RepositoryRef, sha: string): Promise<string[]>
  /** The whole tree at a commit: a gzipped tar whose entries all lie below one top folder. */
  archive(repository: RepositoryRef, sha: string, signal: AbortSignal): Promise<Uint8Array>

  /**
   * What somebody wrote when they opened the issue (or pull request), and the last comments of people under it, the oldest first, at most
   * so many of its last hundred; as raw as they are. `null` where there is none.
   */
  issue(repository: RepositoryRef, number: number, lastComments: number): Promise<IssueText | null>
  /**
   * A file that somebody uploaded into a text at GitHub. Any address may be asked for: only GitHub's own are, redirects go to its
   * storage only, and our token to GitHub itself only. What can't be had is an answer, no failure.
   */
  attachment(repository: RepositoryRef, url: string, limitBytes: number, signal: AbortSignal): Promise<Attachment>

  react(repository: RepositoryRef, target: ReactionTarget, reaction: Reaction): Promise<void>
  /**
   * Writes the one comment of ours on the issue or pull request that carries `marker` (an HTML comment, part of `body`):
   * edits it where it is among the last hundred comments of the last thirty days, creates it otherwise, deletes later doubles.
   * `commentId`, from an earlier answer, saves the search.
   */
  putComment(
    repository: RepositoryRef,
    issue: number,
    marker: string,
    body: string,
    commentId?: number,
  ): Promise<{ commentId: number; url: string }>

  /** Creates the branch at `sha`; does nothing where it exists already. */
  ensureBranch(repository: RepositoryRef, branch: string, sha: string): Promise<void>
  /** The SHA of the commit between `base` (exclusive) and the branch's head whose message has the trailer line `trailer`. */
  findCommit(repository: RepositoryRef, base: string, branch: string, trailer: string): Promise<string | null>
  /** One commit by compare-and-swap: fails with `branch-moved` unless the branch's head is `expectedHead`. */
  commit(
    repository: RepositoryRef,
    commit: { branch: string; expectedHead: string; headline: string; body: string; changes: readonly FileChange[] },
  ): Promise<string>

  /** A merge commit on the branch `into`. */
  merge(repository: RepositoryRef, merge: { into: string; from: string; message: string }): Promise<Merge>
  /** What `to` changed since it parted from `from`, at most 300 files. */
  changedFiles(repository: RepositoryRef, from: string, to: string): Promise<{ mergeBase: string; paths: string[] }>

  /** A submitted review with its line comments, at most 100; `null` where there is none. */
  review(repository: RepositoryRef, pullRequest: number, id: number): Promise<Review | null>
  pullRequest(repository: RepositoryRef, number: number): Promise<PullRequest | null>
  /** The pull request of `headBranch`: an open one of ours before other open ones, and the newest where none is open. */
  findPullRequest(repository: RepositoryRef, headBranch: string): Promise<PullRequest | null>
  /** Opens the pull request of `headBranch`, or updates the open one that is there: ours becomes a draft again, but is never made ready. */
  putPullRequest(
    repository: RepositoryRef,
    request: { headBranch: string; baseBranch: string; title: string; body: string; draft: boolean },
  ): Promise<PullRequest>
  /** The paths that a pull request changes, at most 3,000: what the host tells. */
  changedPaths(repository: RepositoryRef, number: number): Promise<string[]>
  /** Labels, and people and teams (`organisation/team`) who are asked for a review; answers those that the host doesn't take. */
  addLabelsAndReviewers(
    repository: RepositoryRef,
    number: number,
    dress: { labels: readonly string[]; reviewers: readonly string[] },
  ): Promise<string[]>
  /** The names of others' checks that failed for a commit. */
  failedCheckNames(repository: RepositoryRef, sha: string): Promise<string[]>
  /** What they say, at most eight of them. */
  failedChecks(repository: RepositoryRef, sha: string): Promise<FailedCheck[]>
  putCheckRun(repository: RepositoryRef, report: CheckRunReport): Promise<{ url: string }>
}
