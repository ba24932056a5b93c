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

/** The most turns that may run at once. */
export type RunningLimits = { repository: number; installation: number }

/** A turn that got a slot. */
export type GrantedSlot = { turnId: string; address: ProjectAddress }

/** Everything that `openTurn` writes in one transaction. */
export type OpenTurn = {
  message: TurnCommand
  /** Stored with the message, in this order. */
  notes: LineNote[]
  issue: number
  ordinal: number
  operation: Operation
  restores: number | null
  /** What the user wants. */
  prompt: string
  failedChecks: string | null
  credits: number
  /** The most turns that may be opened in an hour. */
  limits: HourlyLimits
  running: RunningLimits
  /** For a new repository. */
  monthlyAllowance: number
  /** `packageFolder`: of a new project. An existing project keeps its own unless the command names another. */
  project: { name: string; branch: string; baseBranch: string; packageFolder: string; workflowId: string }
  previewPath: string
}

export type Opening =
  /** `granted`: the turns that got a slot, including this one if it doesn't have to wait. */
  | { outcome: 'opened'; turnId: string; granted: GrantedSlot[] }
  /** The turn exists already and is running, so this is a retry. */
  | { outcome: 'already-open'; turnId: string }
  | { outcome: 'already-done' }
  | { outcome: 'insufficient'; balance: number; cost: number; nextRefillAt: Date }
  /** `isTold`: this command gets the reply about the limit; later ones don't. */
  | { outcome: 'limited'; scope: LimitScope; limit: number; retryAt: Date; isTold: boolean }

/** An earlier turn of the project, as the model of the next turn sees it. */
export type PastTurn = { prompt: string; notes: LineNote[]; summary: string; files: string[]; previewSource: string | null }

/** `restores`: the version that it restored. */
type PublishedVersion = Pick<VersionRecord, 'number' | 'summary' | 'commitSha' | 'draft'> & {
  publishedAt: Date
  author: string
  restores: number | null
}

/** What one version changed, and what its turn started from. */
type Revision = Pick<VersionRecord, 'number' | 'summary' | 'files'> & { base: Pick<TurnBase, 'sha' | 'tree'> }

/** An instruction to a running turn. `step`: the first step whose model call included it. */
export type Instruction = { key: string; author: string; text: string; step: number | null }

/** Projects, turns, steps and versions. Every write is idempotent. Throws only `Failure` ('database-busy', 'unexpected'). */
export interface Projects {
  /** The issue's newest project. */
  latestOfIssue(repositoryId: number, issue: number): Promise<ProjectRecord | null>
  /** The issue's project with that ordinal. */
  byOrdinal(repositoryId: number, issue: number, ordinal: number): Promise<ProjectRecord | null>
  byPullRequest(repositoryId: number, pullRequest: number): Promise<ProjectRecord | null>
  byBranch(repositoryId: number, branch: string): Promise<ProjectRecord | null>
  /** Creates project, turn and message and charges the credits, or writes nothing. */
  openTurn(opening: OpenTurn): Promise<Opening>
  /** Grants free slots of the turn's installation to waiting turns in fair order; returns those turns. */
  grantSlots(turnId: string, limits: RunningLimits): Promise<GrantedSlot[]>
  /** True if the turn doesn't have to wait for a slot. */
  hasSlot(turnId: string): Promise<boolean>
  /** The current outcome of `openTurn` for this command; `null` if its turn was never opened. */
  openedTurn(key: string): Promise<Opening | null>
  turn(turnId: string): Promise<TurnRecord>
  /** The project's newest turn. */
  lastTurn(projectId: string): Promise<TurnRecord | null>
  /** The ended ones among `turnIds`. Turns that are not in this database are left out. */
  endedTurns(turnIds: readonly string[]): Promise<string[]>
  pastTurns(projectId: string, beforeTurnNumber: number): Promise<PastTurn[]>
  /** The published versions, newest first, at most `limit`. */
  publishedVersions(projectId: string, limit: number): Promise<PublishedVersion[]>
  /** The published version before version `number`, with the names of its pictures; `null` if there is none, or its links are revoked. */
  picturesBefore(projectId: string, number: number): Promise<{ version: number; names: string[] } | null>
  /** What each published version changed, newest first, at most `limit`. */
  revisions(projectId: string, limit: number): Promise<Revision[]>
  /** The project's running turn. */
  runningTurn(projectId: string): Promise<TurnRecord | null>
  setProgressComment(turnId: string, commentId: number): Promise<void>
  /** Also adds the pictures of the command to the conversation. */
  setBase(turnId: string, base: TurnBase, pictures?: readonly TurnPicture[]): Promise<void>
  /** Moves the turn's work onto another commit and drops its prepared version. */
  moveBase(turnId: string, base: TurnBase): Promise<void>
  setMergeCommit(turnId: string, sha: string): Promise<void>
  /** The files in which the turn conflicts with other people's changes. */
  setConflicts(turnId: string, paths: readonly string[]): Promise<void>
  /** The source of a version's preview page. */
  previewSource(projectId: string, version: number): Promise<string | null>

  /** Stores an instruction for a running turn; returns false if the turn has ended. */
  keepInstruction(turnId: string, instruction: Omit<Instruction, 'step'>): Promise<boolean>
  /** Marks unread instructions as read by step `number`; returns all of the turn's, in order. */
  readInstructions(turnId: string, number: number): Promise<Instruction[]>
  /** True if there are instructions that no step has read. */
  hasUnreadInstructions(turnId: string): Promise<boolean>
  instructions(turnId: string): Promise<Instruction[]>

  steps(turnId: string): Promise<StepRecord[]>
  step(turnId: string, number: number): Promise<StepRecord | null>
  /** Stores a model's answer; returns the existing row if there is one. */
  keepAnswer(turnId: string, step: Omit<StepRecord, 'observations' | 'finished'>): Promise<StepRecord>
  /** Appends the observation of tool call `index`; does nothing if it is stored already. */
  keepObservation(turnId: string, number: number, index: number, observation: Observation, changes: Changes): Promise<void>
  finishStep(turnId: string, number: number): Promise<void>

  /** Stores a version as PREPARED; replaces an earlier PREPARED one of the same turn. */
  prepareVersion(version: Omit<VersionRecord, 'id' | 'number' | 'state' | 'commitSha'>): Promise<VersionRecord>
  versionOfTurn(turnId: string): Promise<VersionRecord | null>
  setPullRequest(projectId: string, pullRequest: number): Promise<void>
  /** In one transaction: Version PUBLISHED, ASSISTANT message and fragments, turn and project states. */
  publish(turnId: string, published: { commitSha: string; fragments: PublishedFragment[]; partial: boolean }): Promise<void>
  /** Ends a turn that published nothing and returns its credits, in one transaction. */
  endTurn(turnId: string, end: EndedTurn): Promise<void>
  /** Ends the project after its pull request was merged or closed. */
  endProject(project: ProjectAddress, end: { merged: boolean }): Promise<void>
  /** Reopens the project after its pull request was reopened. */
  reopenProject(project: ProjectAddress): Promise<void>
  receipt(turnId: string): Promise<Receipt>

  /** The id of the turn that published a commit. */
  turnByCommit(repositoryId: number, sha: string): Promise<string | null>
  /** Projects with a running turn. */
  running(where: { repositoryIds: readonly number[] } | { installationId: number }): Promise<ProjectAddress[]>
  /** Revokes the links of everything that the project had published by `at`. */
  revokeLinks(projectId: string, at: Date): Promise<void>
  /**
   * Reduces the previews of projects that ended before that time to their pictures: marks their builds for deletion. At most `limit`;
   * returns how many.
   */
  reducePreviews(endedBefore: Date, limit: number): Promise<number>
  /** Changes the name or owner of the repository. */
  renameRepository(repository: { repositoryId: number; owner: string; name: string }): Promise<void>
  setSuspended(installationId: number, isSuspended: boolean): Promise<void>

  /** Artifacts of the project that refer to other artifacts: its turns' first messages and staged changes. */
  nestingArtifacts(projectId: string): Promise<string[]>
  /** Deletes all rows of the project except the ledger's, and marks its artifacts and those of `more` for deletion. */
  deleteProject(projectId: string, more: readonly string[]): Promise<void>
  /** Artifacts marked for deletion before that time that no row refers to, at most `limit`. Unmarks those that a row refers to. */
  unusedArtifacts(before: Date, limit: number): Promise<string[]>
  forgetArtifacts(keys: readonly string[]): Promise<void>
}

export type PublishedFragment = { type: 'CODE' | 'TEXT' | 'COMMAND' | 'IMAGE'; content: string; metadata: Record<string, string | number> }
