import type { TurnCommand } from '#src/domain/commands/command-message.ts'
import type { LineNote } from '#src/domain/commands/line-notes.ts'
import type { HourlyLimits, LimitScope } from '#src/domain/credits/hourly-limits.ts'
import type { EndedTurn, Operation, Receipt, TurnBase, TurnPicture, TurnRecord } from '#src/domain/projects/records.ts'
import type { GrantedSlot, RunningLimits } from './slots.ts'

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

export type OpenedTurn =
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

/** Turns. Every write is idempotent. Throws only `Failure` ('database-busy', 'unexpected'). */
export interface Turns {
  /** Creates project, turn and message and charges the credits, or writes nothing. */
  openTurn(opening: OpenTurn): Promise<OpenedTurn>
  /** The current outcome of `openTurn` for this command; `null` if its turn was never opened. */
  openedTurn(key: string): Promise<OpenedTurn | null>
  turn(turnId: string): Promise<TurnRecord>
  /** The project's newest turn. */
  lastTurn(projectId: string): Promise<TurnRecord | null>
  /** The project's running turn. */
  runningTurn(projectId: string): Promise<TurnRecord | null>
  /** The ended ones among `turnIds`. Turns that are not in this database are left out. */
  endedTurns(turnIds: readonly string[]): Promise<string[]>
  /** The id of the turn that published a commit. */
  turnByCommit(repositoryId: number, sha: string): Promise<string | null>
  pastTurns(projectId: string, beforeTurnNumber: number): Promise<PastTurn[]>
  setProgressComment(turnId: string, commentId: number): Promise<void>
  /** Also adds the pictures of the command to the conversation. */
  setBase(turnId: string, base: TurnBase, pictures?: readonly TurnPicture[]): Promise<void>
  /** Moves the turn's work onto another commit and drops its prepared version. */
  moveBase(turnId: string, base: TurnBase): Promise<void>
  setMergeCommit(turnId: string, sha: string): Promise<void>
  /** The files in which the turn conflicts with other people's changes. */
  setConflicts(turnId: string, paths: readonly string[]): Promise<void>
  /** Ends a turn that published nothing and returns its credits, in one transaction. */
  endTurn(turnId: string, end: EndedTurn): Promise<void>
  receipt(turnId: string): Promise<Receipt>
}
