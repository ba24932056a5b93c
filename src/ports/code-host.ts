import type { FailedCheck } from '#src/domain/checks/failed-checks-text.ts'
import type { RepositoryRef } from '#src/domain/commands/command-message.ts'
import type { Permission } from '#src/domain/commands/permissions.ts'
import type { LineComment } from '#src/domain/commands/line-notes.ts'
import type { Annotation } from '#src/domain/projects/records.ts'

/** What a reaction is added to; `review` and `issue` have their own endpoints on GitHub. */
export type ReactionTarget =
  | { kind: 'comment' | 'review-comment'; id: number }
  | { kind: 'issue'; number: number }
  | { kind: 'review'; pullRequest: number; id: number }

export type Reaction = '+1' | 'eyes' | 'rocket' | 'confused' | '-1'

export type PullRequest = {
  /** The description as people see and edit it; at most 65,536 characters. */
  body: string
  number: number
  url: string
  headBranch: string
  headSha: string
  baseBranch: string
  open: boolean
  merged: boolean
  /** True if our app opened it. */
  byOurApp: boolean
}

export type Review = { body: string; comments: (LineComment & { body: string })[] }
/** A file that was uploaded to a comment. `foreign`: its URL is not one of GitHub's own. */
export type Attachment = { ok: true; bytes: Uint8Array } | { ok: false; problem: 'foreign' | 'unreachable' | 'too-large' }

/** One path of a commit: new bytes, or `null` to delete it. */
type FileChange = { path: string; bytes: Uint8Array | null }

/** `nothing`: it is merged already. */
export type Merge = { outcome: 'merged'; sha: string } | { outcome: 'nothing' | 'conflict' }

type CheckRunReport = {
  headSha: string
  name: string
  /** Identifies the report: there is one check run per (name, head, externalId). */
  externalId: string
  conclusion: 'success' | 'failure' | 'neutral' | 'action_required'
  title: string
  summary: string
  detailsUrl?: string
  /** At lines of the commit's files; GitHub accepts at most fifty. */
  annotations?: readonly (Annotation & { title: string })[]
  /** Publicly visible images only. */
  images?: readonly { alt: string; url: string }[]
}

/** `author`: the login; empty for a deleted account. */
export type IssueComment = { author: string; body: string }

export type IssueText = IssueComment & { title: string; comments: IssueComment[] }

/**
 * The parts of GitHub that Ollio uses. Every write is idempotent: it first looks for the result of an earlier try. Throws only `Failure` of
 * `#src/domain/shared/failures.ts`.
 */
export interface CodeHost {
  permissionOf(repository: RepositoryRef, login: string): Promise<Permission>
  defaultBranch(repository: RepositoryRef): Promise<{ name: string; sha: string }>
  /** True for a public repository. */
  isPublic(repository: RepositoryRef): Promise<boolean>
  /** The SHA of the branch's head; `null` if there is no such branch. */
  branchHead(repository: RepositoryRef, branch: string): Promise<string | null>
  /** The text of one file at `ref` (a branch or SHA, by default the default branch); `null` if it is missing, not a file or over 1 MB. */
  readFile(repository: RepositoryRef, path: string, ref?: string): Promise<string | null>
  /**
   * The subject lines of a branch's last commits without merges, newest first, at most 30; empty if there is no such branch. Cached for a
   * minute.
   */
  commitSubjects(repository: RepositoryRef, branch: string): Promise<string[]>
  /** The paths of all files at a commit, at most 50,000. Incomplete for repositories that are too large for GitHub's listing. */
  listFiles(repository: RepositoryRef, sha: string): Promise<string[]>

  /**
   * The text of an issue or pull request, and the last `lastComments` comments by people from its last hundred, oldest first. Raw,
   * unfiltered text. `null` if there is no such issue.
   */
  issue(repository: RepositoryRef, number: number, lastComments: number): Promise<IssueText | null>
  /**
   * A file that was uploaded to a comment at GitHub. Any URL may be passed: only GitHub's own are requested, redirects are followed only to
   * its storage, and our token is sent only to GitHub itself. A file that can't be fetched is a result, not a failure.
   */
  attachment(repository: RepositoryRef, url: string, limitBytes: number, signal: AbortSignal): Promise<Attachment>

  react(repository: RepositoryRef, target: ReactionTarget, reaction: Reaction): Promise<void>
  /**
   * Creates or edits our one comment on the issue or pull request that contains `marker` (an HTML comment, part of `body`). Searches the
   * last hundred comments of the last thirty days and deletes later duplicates. `commentId`, from an earlier call, saves the search.
   */
  putComment(
    repository: RepositoryRef,
    issue: number,
    marker: string,
    body: string,
    commentId?: number,
  ): Promise<{ commentId: number; url: string }>

  /** Creates the branch at `sha`; does nothing if it exists. */
  ensureBranch(repository: RepositoryRef, branch: string, sha: string): Promise<void>
  /** The SHA of the commit between `base` (exclusive) and the branch's head whose message has the line `trailer`. */
  findCommit(repository: RepositoryRef, base: string, branch: string, trailer: string): Promise<string | null>
  /** Creates one commit by compare-and-swap: fails with 'branch-moved' unless the branch's head is `expectedHead`. */
  commit(
    repository: RepositoryRef,
    commit: { branch: string; expectedHead: string; headline: string; body: string; changes: readonly FileChange[] },
  ): Promise<string>

  /** Creates a merge commit on the branch `into`. */
  merge(repository: RepositoryRef, merge: { into: string; from: string; message: string }): Promise<Merge>
  /** The files that `to` changed since its merge base with `from`, at most 300. */
  changedFiles(repository: RepositoryRef, from: string, to: string): Promise<{ mergeBase: string; paths: string[] }>

  /** A submitted review with its line comments, at most 100; `null` if there is none. */
  review(repository: RepositoryRef, pullRequest: number, id: number): Promise<Review | null>
  pullRequest(repository: RepositoryRef, number: number): Promise<PullRequest | null>
  /** The pull request of `headBranch`: an open one of ours before other open ones, and the newest one if none is open. */
  findPullRequest(repository: RepositoryRef, headBranch: string): Promise<PullRequest | null>
  /** Marks our open pull request ready for review, if it is a draft. */
  markReady(repository: RepositoryRef, number: number): Promise<void>
  /** Opens the pull request of `headBranch`, or updates the open one. May turn ours back into a draft, but never marks it ready. */
  putPullRequest(
    repository: RepositoryRef,
    request: { headBranch: string; baseBranch: string; title: string; body: string; draft: boolean },
  ): Promise<PullRequest>
  /** The paths that a pull request changes, at most 3,000, which is GitHub's limit. */
  changedPaths(repository: RepositoryRef, number: number): Promise<string[]>
  /** Adds labels, and requests reviews from people and teams (`organization/team`). Returns those that GitHub refuses. */
  addLabelsAndReviewers(
    repository: RepositoryRef,
    number: number,
    additions: { labels: readonly string[]; reviewers: readonly string[] },
  ): Promise<string[]>
  /** The names of other apps' checks that failed on a commit. */
  failedCheckNames(repository: RepositoryRef, sha: string): Promise<string[]>
  /** The reports of those checks, at most eight. */
  failedChecks(repository: RepositoryRef, sha: string): Promise<FailedCheck[]>
  putCheckRun(repository: RepositoryRef, report: CheckRunReport): Promise<{ url: string }>
}
