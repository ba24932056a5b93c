import type { TurnRequest } from '#src/domain/command-message.ts'
import type { LineNote } from '#src/domain/line-notes.ts'
import type { ProjectAddress } from '#src/domain/ids.ts'
import type {
  EndedTurn,
  Manifest,
  Operation,
  ProjectRecord,
  Receipt,
  StepRecord,
  TurnBase,
  TurnPicture,
  TurnRecord,
  VersionRecord,
} from '#src/domain/records.ts'
import type { Observation } from '#src/domain/agent-protocol.ts'

/** Everything that `open` writes, in one transaction. */
export type OpenTurn = {
  message: TurnRequest
  /** Kept with the message, in their order. */
  notes: LineNote[]
  issue: number
  k: number
  operation: Operation
  credits: number
  /** For a repository that is seen for the first time. */
  monthlyAllowance: number
  /** `packageFolder`: of a new project; one that is there keeps its own, unless the command itself names another. */
  project: { name: string; branch: string; baseBranch: string; packageFolder: string; workflowId: string }
  previewPath: string
}

export type Opening =
  | { outcome: 'opened'; turnId: string }
  /** The turn is there already: running (a retry) or ended. */
  | { outcome: 'already-open'; turnId: string }
  | { outcome: 'already-done' }
  | { outcome: 'insufficient'; balance: number; cost: number; nextRefillAt: Date }

/** An earlier exchange of the same project, as the next turn's model sees it. */
export type PastTurn = { request: string; notes: LineNote[]; summary: string; files: string[]; previewSource: string | null }

type PublishedVersion = Pick<VersionRecord, 'number' | 'summary' | 'commitSha' | 'draft'> & { publishedAt: Date; author: string }

/** Projects, turns, steps and versions. Each write is harmless the second time. Throws `Failure` ('database-busy', 'unexpected') only. */
export interface Projects {
  /** The issue's newest project. */
  latestOfIssue(repositoryId: number, issue: number): Promise<ProjectRecord | null>
  /** The issue's k-th project. */
  ofIssue(repositoryId: number, issue: number, k: number): Promise<ProjectRecord | null>
  byPullRequest(repositoryId: number, pullRequest: number): Promise<ProjectRecord | null>
  byBranch(repositoryId: number, branch: string): Promise<ProjectRecord | null>
  /** Project, turn, message and the credits taken; or nothing at all. */
  openTurn(opening: OpenTurn): Promise<Opening>
  turn(turnId: string): Promise<TurnRecord>
  /** Those of `turnIds` that have ended. What this database has never heard of is not among them. */
  endedTurns(turnIds: readonly string[]): Promise<string[]>
  pastTurns(projectId: string, beforeTurnNumber: number): Promise<PastTurn[]>
  /** What the project published, the newest first, at most so many. */
  publishedVersions(projectId: string, limit: number): Promise<PublishedVersion[]>
  /** The project's turn that is running. */
  runningTurn(projectId: string): Promise<TurnRecord | null>
  setProgressComment(turnId: string, commentId: number): Promise<void>
  /** Also lists the pictures that came with the command in the conversation. */
  setBase(turnId: string, base: TurnBase, pictures?: readonly TurnPicture[]): Promise<void>

  steps(turnId: string): Promise<StepRecord[]>
  step(turnId: string, number: number): Promise<StepRecord | null>
  /** Keeps a model's answer; answers the row that is there where one was kept before. */
  keepAnswer(turnId: string, step: Omit<StepRecord, 'observations' | 'finished'>): Promise<StepRecord>
  /** Appends the observation of action `index`; does nothing where it is there already. */
  keepObservation(turnId: string, number: number, index: number, observation: Observation, manifest: Manifest): Promise<void>
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
}

export type PublishedFragment = { type: 'CODE' | 'TEXT' | 'COMMAND' | 'IMAGE'; content: string; metadata: Record<string, string | number> }
