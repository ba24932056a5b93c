import type { TurnCommand } from '#src/domain/commands/command-message.ts'
import type { HourlyLimits, LimitScope } from '#src/domain/credits/hourly-limits.ts'
import type { LineNote } from '#src/domain/commands/line-notes.ts'
import type { ProjectAddress } from '#src/domain/projects/ids.ts'
import type {
  EndedTurn,
  Changes,
  Operation,
  ProjectRecord,
  Receipt,
  StepRecord,
  TurnBase,
  TurnPicture,
  TurnRecord,
  VersionRecord,
} from '#src/domain/projects/records.ts'
import type { Observation } from '#src/domain/agent/agent-protocol.ts'

/** Turns that may run at once. */
export type RunningLimits = { repository: number; installation: number }

/** A turn that got its place. */
export type GrantedSlot = { turnId: string; address: ProjectAddress }

/** Everything that `open` writes, in one transaction. */
export type OpenTurn = {
  message: TurnCommand
  /** Kept with the message, in their order. */
  notes: LineNote[]
  issue: number
  ordinal: number
  operation: Operation
  restores: number | null
  /** What is asked for, in words. */
  prompt: string
  failedChecks: string | null
  credits: number
  /** Turns that may be opened in an hour. */
  limits: HourlyLimits
  running: RunningLimits
  /** For a repository that is seen for the first time. */
  monthlyAllowance: number
  /** `packageFolder`: of a new project; one that is there keeps its own, unless the command itself names another. */
  project: { name: string; branch: string; baseBranch: string; packageFolder: string; workflowId: string }
  previewPath: string
}

export type Opening =
  /** `granted`: turns that may run now, this one among them where it need not wait. */
  | { outcome: 'opened'; turnId: string; granted: GrantedSlot[] }
  /** The turn is there already: running (a retry) or ended. */
  | { outcome: 'already-open'; turnId: string }
  | { outcome: 'already-done' }
  | { outcome: 'insufficient'; balance: number; cost: number; nextRefillAt: Date }
  /** `isTold`: this command is the one that is answered with it. */
  | { outcome: 'limited'; scope: LimitScope; limit: number; retryAt: Date; isTold: boolean }

/** An earlier exchange of the same project, as the next turn's model sees it. */
export type PastTurn = { prompt: string; notes: LineNote[]; summary: string; files: string[]; previewSource: string | null }

/** `restores`: the version whose state it brought back. */
type PublishedVersion = Pick<VersionRecord, 'number' | 'summary' | 'commitSha' | 'draft'> & {
  publishedAt: Date
  author: string
  restores: number | null
}

/** What one version changed, and what its turn began from. */
type Revision = Pick<VersionRecord, 'number' | 'summary' | 'files'> & { base: Pick<TurnBase, 'sha' | 'tree'> }

/** Words that somebody said to a turn while it ran; `step`: whose model call heard them first. */
export type Instruction = { key: string; author: string; text: string; step: number | null }

/** Projects, turns, steps and versions. Each write is harmless the second time. Throws `Failure` ('database-busy', 'unexpected') only. */
export interface Projects {
  /** The issue's newest project. */
  latestOfIssue(repositoryId: number, issue: number): Promise<ProjectRecord | null>
  /** The issue's k-th project. */
  byOrdinal(repositoryId: number, issue: number, ordinal: number): Promise<ProjectRecord | null>
  byPullRequest(repositoryId: number, pullRequest: number): Promise<ProjectRecord | null>
  byBranch(repositoryId: number, branch: string): Promise<ProjectRecord | null>
  /** Project, turn, message and the credits taken; or nothing at all. */
  openTurn(opening: OpenTurn): Promise<Opening>
  /** Gives free places of the turn's installation to those that wait, in fair order; answers to whom. */
  grantSlots(turnId: string, limits: RunningLimits): Promise<GrantedSlot[]>
  /** True where the turn need not wait for a place. */
  hasSlot(turnId: string): Promise<boolean>
  /** What `openTurn` answered of this command; `null` where it never was opened. */
  openedTurn(key: string): Promise<Opening | null>
  turn(turnId: string): Promise<TurnRecord>
  /** The project's newest turn. */
  lastTurn(projectId: string): Promise<TurnRecord | null>
  /** Those of `turnIds` that have ended. What this database has never heard of is not among them. */
  endedTurns(turnIds: readonly string[]): Promise<string[]>
  pastTurns(projectId: string, beforeTurnNumber: number): Promise<PastTurn[]>
  /** What the project published, the newest first, at most so many. */
  publishedVersions(projectId: string, limit: number): Promise<PublishedVersion[]>
  /** The published version before version `number`, with its pictures' names; `null` where there is none, or its links are withdrawn. */
  picturesBefore(projectId: string, number: number): Promise<{ version: number; names: string[] } | null>
  /** What each published version changed, the newest first, at most so many. */
  revisions(projectId: string, limit: number): Promise<Revision[]>
  /** The project's turn that is running. */
  runningTurn(projectId: string): Promise<TurnRecord | null>
  setProgressComment(turnId: string, commentId: number): Promise<void>
  /** Also lists the pictures that came with the command in the conversation. */
  setBase(turnId: string, base: TurnBase, pictures?: readonly TurnPicture[]): Promise<void>
  /** Moves the turn's work onto another commit: what it had prepared to publish counts no more. */
  moveBase(turnId: string, base: TurnBase): Promise<void>
  setMergeCommit(turnId: string, sha: string): Promise<void>
  /** The files in which the turn collided with what people did. */
  setConflicts(turnId: string, paths: readonly string[]): Promise<void>
  /** The source of the preview that a version was shown by. */
  previewSource(projectId: string, version: number): Promise<string | null>

  /** Keeps words for a turn that runs; false where it has ended. */
  keepInstruction(turnId: string, steer: Omit<Instruction, 'step'>): Promise<boolean>
  /** Words that no step has heard yet are heard by step `number` from now on. All of the turn's, in their order. */
  readInstructions(turnId: string, number: number): Promise<Instruction[]>
  /** True where there are words that no step has heard. */
  hasUnreadInstructions(turnId: string): Promise<boolean>
  instructions(turnId: string): Promise<Instruction[]>

  steps(turnId: string): Promise<StepRecord[]>
  step(turnId: string, number: number): Promise<StepRecord | null>
  /** Keeps a model's answer; answers the row that is there where one was kept before. */
  keepAnswer(turnId: string, step: Omit<StepRecord, 'observations' | 'finished'>): Promise<StepRecord>
  /** Appends the observation of action `index`; does nothing where it is there already. */
  keepObservation(turnId: string, number: number, index: number, observation: Observation, manifest: Changes): Promise<void>
  finishStep(turnId: string, number: number): Promise<void>

  /** Keeps what is about to be published, as PREPARED; replaces an earlier PREPARED one of the same turn. */
  prepareVersion(version: Omit<VersionRecord, 'id' | 'number' | 'state' | 'commitSha'>): Promise<VersionRecord>
  versionOfTurn(turnId: string): Promise<VersionRecord | null>
  setPullRequest(projectId: string, pullRequest: number): Promise<void>
  /** One transaction: Version PUBLISHED, ASSISTANT message and fragments, turn and project states. */
  publish(turnId: string, published: { commitSha: string; fragments: PublishedFragment[]; partial: boolean }): Promise<void>
  /** Ends a turn that published nothing, and gives its credits back: one transaction. */
  endTurn(turnId: string, end: EndedTurn): Promise<void>
  /** Its pull request was merged or closed. */
  endProject(project: ProjectAddress, end: { merged: boolean }): Promise<void>
  /** Its pull request was opened again. */
  reopenProject(project: ProjectAddress): Promise<void>
  receipt(turnId: string): Promise<Receipt>

  /** The turn that published a commit. */
  turnByCommit(repositoryId: number, sha: string): Promise<string | null>
  /** Conversations with a turn that runs. */
  running(where: { repositoryIds: readonly number[] } | { installationId: number }): Promise<ProjectAddress[]>
  /** Withdraws the links of what the project had published by then. */
  revokeLinks(projectId: string, at: Date): Promise<void>
  /** Ends the keeping of previews whose projects ended before that time, at most so many: their builds are doomed, their pictures stay. How many. */
  reducePreviews(endedBefore: Date, limit: number): Promise<number>
  /** The repository has another name or owner. */
  renameRepository(repository: { repositoryId: number; owner: string; name: string }): Promise<void>
  setSuspended(installationId: number, isSuspended: boolean): Promise<void>

  /** Artifacts of the project that name others inside: its turns' first messages, and what stands in place of an agent's work. */
  nestingArtifacts(projectId: string): Promise<string[]>
  /** Deletes the project with all its rows but the ledger's, and dooms its artifacts and those of `more`. */
  deleteProject(projectId: string, more: readonly string[]): Promise<void>
  /** Artifacts doomed before that time which no row names any more, at most so many; those that one names are doomed no longer. */
  unusedArtifacts(before: Date, limit: number): Promise<string[]>
  forgetArtifacts(keys: readonly string[]): Promise<void>
}

export type PublishedFragment = { type: 'CODE' | 'TEXT' | 'COMMAND' | 'IMAGE'; content: string; metadata: Record<string, string | number> }
