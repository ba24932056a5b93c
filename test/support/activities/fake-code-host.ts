import { createHash } from 'node:crypto'
import { Failure } from '#src/domain/shared/failures.ts'
import type { RepositoryRef } from '#src/domain/commands/command-message.ts'
import type { FailedCheck } from '#src/domain/checks/failed-checks-text.ts'
import type { Permission } from '#src/domain/commands/permissions.ts'
import type { Attachment, CodeHost, IssueText, Merge, PullRequest, Review } from '#src/ports/code-host.ts'

type Commit = { sha: string; message: string; files: Record<string, string>; parents?: string[] }
type Comment = { id: number; issue: number; marker: string; body: string }

/** An in-memory code host with one repository; its fields show what was written. */
export class FakeCodeHost implements CodeHost {
  readonly permissions: Record<string, Permission> = { mara: 'write' }
  readonly reactions: { target: Parameters<CodeHost['react']>[1]; reaction: string }[] = []
  readonly comments: Comment[] = []
  readonly pulls: PullRequest[] = []
  readonly reviews = new Map<number, Review>()
  /** The paths that pull requests change. */
  readonly changed = new Map<number, string[]>()
  readonly dressed: { number: number; labels: readonly string[]; reviewers: readonly string[] }[] = []
  /** Failed checks by commit. */
  readonly failed = new Map<string, FailedCheck[]>()
  readonly checkRuns: Parameters<CodeHost['putCheckRun']>[1][] = []
  /** The commits of each branch, oldest first. */
  readonly branches = new Map<string, Commit[]>()
  isRepositoryPublic = false
  /** By number. */
  readonly issues = new Map<number, { title: string; body: string; author: string }>()
  /** The comments under issues. */
  readonly said = new Map<number, { author: string; body: string }[]>()
  /** By URL; any other is foreign. */
  readonly attachments = new Map<string, Attachment>()
  #ids = 100

  constructor(files: Record<string, string>) {
    this.reset(files)
  }

  /** Resets the host to one commit. */
  reset(files: Record<string, string>): void {
    for (const list of [this.reactions, this.comments, this.pulls, this.checkRuns, this.dressed, this.ready]) list.length = 0
    for (const map of [this.branches, this.issues, this.attachments, this.reviews, this.failed, this.said]) map.clear()
    this.branches.set('main', [{ sha: shaOf('root'), message: 'root', files }])
    this.isRepositoryPublic = false
  }

  /** A commit by somebody else; `null` deletes a file. */
  push(branch: string, message: string, changes: Record<string, string | null> = {}): string {
    const commits = this.branches.get(branch) ?? []
    const entries = Object.entries({ ...commits.at(-1)?.files, ...changes }).flatMap(([path, text]) =>
      text === null ? [] : [[path, text]],
    )
    const commit = { sha: shaOf(`${branch} ${commits.length} ${message}`), message, files: Object.fromEntries(entries) }
    this.branches.set(branch, [...commits, commit])
    return commit.sha
  }

  /** The files of a branch's head. */
  filesAt(branch: string): Record<string, string> {
    return this.#head(branch)?.files ?? {}
  }

  async permissionOf(_repository: RepositoryRef, login: string): Promise<Permission> {
    return this.permissions[login] ?? 'none'
  }

  async review(_repository: RepositoryRef, _pullRequest: number, id: number): Promise<Review | null> {
    return this.reviews.get(id) ?? null
  }

  async commitSubjects(_repository: RepositoryRef, branch: string): Promise<string[]> {
    return (this.branches.get(branch) ?? []).map(({ message }) => message.split('\n', 1)[0] ?? '').toReversed()
  }

  async isPublic(): Promise<boolean> {
    return this.isRepositoryPublic
  }

  async defaultBranch(): Promise<{ name: string; sha: string }> {
    return { name: 'main', sha: this.#head('main')?.sha ?? '' }
  }

  async branchHead(_repository: RepositoryRef, branch: string): Promise<string | null> {
    return this.#head(branch)?.sha ?? null
  }

  async readFile(_repository: RepositoryRef, path: string, ref = 'main'): Promise<string | null> {
    return (this.#commitAt(ref) ?? this.#head(ref))?.files[path] ?? null
  }

  async listFiles(_repository: RepositoryRef, sha: string): Promise<string[]> {
    return Object.keys(this.#commitAt(sha)?.files ?? {})
  }

  /** The files as JSON, which `FakeSandbox` unpacks. */
  async archive(_repository: RepositoryRef, sha: string): Promise<Uint8Array> {
    return new TextEncoder().encode(JSON.stringify(this.#commitAt(sha)?.files ?? {}))
  }

  async issue(_repository: RepositoryRef, number: number, lastComments: number): Promise<IssueText | null> {
    const issue = this.issues.get(number)
    return issue === undefined ? null : { ...issue, comments: (this.said.get(number) ?? []).slice(-lastComments) }
  }

  async attachment(_repository: RepositoryRef, url: string): Promise<Attachment> {
    return this.attachments.get(url) ?? { ok: false, problem: 'foreign' }
  }

  async react(_repository: RepositoryRef, ...[target, reaction]: [Parameters<CodeHost['react']>[1], string]): Promise<void> {
    this.reactions.push({ target, reaction })
  }

  async putComment(_repository: RepositoryRef, issue: number, marker: string, body: string, commentId?: number) {
    const known = this.comments.find((comment) => (commentId === undefined ? comment.marker === marker : comment.id === commentId))
    const comment = known ?? { id: (this.#ids += 1), issue, marker, body }
    comment.body = body
    if (known === undefined) this.comments.push(comment)
    return { commentId: comment.id, url: `https://github.example/comments/${comment.id}` }
  }

  async ensureBranch(_repository: RepositoryRef, branch: string, sha: string): Promise<void> {
    const commits = [...this.branches.values()].find((known) => known.some((commit) => commit.sha === sha)) ?? []
    if (!this.branches.has(branch)) this.branches.set(branch, commits.slice(0, commits.findIndex((commit) => commit.sha === sha) + 1))
  }

  async findCommit(_repository: RepositoryRef, base: string, branch: string, trailer: string): Promise<string | null> {
    const commits = this.branches.get(branch) ?? []
    const after = commits.slice(commits.findIndex(({ sha }) => sha === base) + 1)
    return after.find(({ message }) => message.split('\n').includes(trailer))?.sha ?? null
  }

  async commit(_repository: RepositoryRef, commit: Parameters<CodeHost['commit']>[1]): Promise<string> {
    const head = this.#head(commit.branch)
    if (head?.sha !== commit.expectedHead) throw new Failure('branch-moved', `${commit.branch} is somewhere else`)
    const files = { ...head.files }
    for (const { path, bytes } of commit.changes) {
      if (bytes === null) delete files[path]
      else files[path] = new TextDecoder().decode(bytes)
    }
    const sha = this.push(commit.branch, `${commit.headline}\n\n${commit.body}`)
    const made = this.#head(commit.branch)
    if (made !== undefined) made.files = files
    return sha
  }

  /** Merges if the branches changed different files. */
  async merge(_repository: RepositoryRef, { into, from, message }: Parameters<CodeHost['merge']>[1]): Promise<Merge> {
    const [ours, theirs] = [this.#since(from, into), this.#since(into, from)]
    if (theirs.missing === 0) return { outcome: 'nothing' }
    if (Object.keys(ours.changes).some((path) => path in theirs.changes)) return { outcome: 'conflict' }
    const sha = this.push(into, message, theirs.changes)
    const merged = this.#head(into)
    if (merged !== undefined) merged.parents = (this.branches.get(from) ?? []).map((commit) => commit.sha)
    return { outcome: 'merged', sha }
  }

  async changedFiles(_repository: RepositoryRef, from: string, to: string): Promise<{ mergeBase: string; paths: string[] }> {
    const { mergeBase, changes } = this.#since(from, to)
    return { mergeBase, paths: Object.keys(changes) }
  }

  async changedPaths(_repository: RepositoryRef, number: number): Promise<string[]> {
    return this.changed.get(number) ?? []
  }

  async addLabelsAndReviewers(
    _repository: RepositoryRef,
    number: number,
    dress: Parameters<CodeHost['addLabelsAndReviewers']>[2],
  ): Promise<string[]> {
    this.dressed.push({ number, ...dress })
    return []
  }

  async failedCheckNames(_repository: RepositoryRef, sha: string): Promise<string[]> {
    return (this.failed.get(sha) ?? []).map(({ name }) => name)
  }

  async failedChecks(_repository: RepositoryRef, sha: string): Promise<FailedCheck[]> {
    return this.failed.get(sha) ?? []
  }

  /** What `to` has that `from` doesn't. */
  #since(from: string, to: string): { mergeBase: string; missing: number; changes: Record<string, string | null> } {
    const known = new Set((this.branches.get(from) ?? []).flatMap(({ sha, parents = [] }) => [sha, ...parents]))
    const commits = this.branches.get(to) ?? []
    const base = commits.findLast(({ sha }) => known.has(sha))
    const [before, after] = [base?.files ?? {}, commits.at(-1)?.files ?? {}]
    const paths = new Set([...Object.keys(before), ...Object.keys(after)])
    const changed = [...paths].filter((path) => before[path] !== after[path])
    const changes = Object.fromEntries(changed.map((path) => [path, after[path] ?? null]))
    return { mergeBase: base?.sha ?? '', missing: commits.filter(({ sha }) => !known.has(sha)).length, changes }
  }

  async pullRequest(_repository: RepositoryRef, number: number): Promise<PullRequest | null> {
    return this.pulls.find((pull) => pull.number === number) ?? null
  }

  async findPullRequest(_repository: RepositoryRef, headBranch: string): Promise<PullRequest | null> {
    return this.pulls.find((pull) => pull.headBranch === headBranch) ?? null
  }

  /** The pull requests that were marked ready. */
  readonly ready: number[] = []

  async markReady(_repository: RepositoryRef, number: number): Promise<void> {
    this.ready.push(number)
  }

  async putPullRequest(_repository: RepositoryRef, { headBranch, baseBranch, ...request }: Parameters<CodeHost['putPullRequest']>[1]) {
    const known = this.pulls.find((pull) => pull.headBranch === headBranch && pull.open)
    const pull = known ?? this.addPull(headBranch, baseBranch)
    return Object.assign(pull, { ...request, headSha: this.#head(headBranch)?.sha ?? '' })
  }

  addPull(headBranch: string, baseBranch = 'main', changes: Partial<PullRequest> = {}): PullRequest {
    const number = (this.#ids += 1)
    const url = `https://github.example/pull/${number}`
    const pull = { number, url, body: '', headBranch, headSha: '', baseBranch, open: true, merged: false, byOurApp: true, ...changes }
    this.pulls.push(pull)
    return pull
  }

  async putCheckRun(_repository: RepositoryRef, report: Parameters<CodeHost['putCheckRun']>[1]): Promise<{ url: string }> {
    const known = this.checkRuns.findIndex(({ externalId, headSha }) => externalId === report.externalId && headSha === report.headSha)
    this.checkRuns.splice(known === -1 ? this.checkRuns.length : known, 1, report)
    return { url: 'https://github.example/checks/1' }
  }

  #head(branch: string): Commit | undefined {
    return this.branches.get(branch)?.at(-1)
  }

  #commitAt(sha: string): Commit | undefined {
    return [...this.branches.values()].flat().find((commit) => commit.sha === sha)
  }
}

function shaOf(text: string): string {
  return createHash('sha1').update(text).digest('hex')
}
