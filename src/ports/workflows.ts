import type { CancelCommand, Command, TurnCommand } from '#src/domain/commands/command-message.ts'
import type { ProjectAddress } from '#src/domain/projects/ids.ts'
import type { GitHubEvent } from '#src/domain/projects/github-event.ts'

/** Why a project stops: it is deleted, its issue is gone, or Ollio may no longer work in its repository. */
export type StopReason = { why: 'deleted'; message: Command } | { why: 'issue-gone' | 'not-allowed' }

/** The running workflows. */
export interface Workflows {
  /** Starts the command's workflow. Idempotent: a second start of the same command returns 'already-started'. */
  startCommand(message: Command): Promise<'started' | 'already-started'>
  /** Starts the workflow of one GitHub event, identified by its delivery's id. Idempotent like `startCommand`. */
  startGitHubEvent(delivery: string, event: GitHubEvent): Promise<'started' | 'already-started'>
  /** Sends a turn to its project's workflow, and starts the workflow if it isn't running. */
  requestTurn(project: ProjectAddress, turn: TurnCommand): Promise<void>
  /** Cancels the project's running turn, and with `all` the queued ones. `asAdmin`: also other people's turns. */
  requestCancel(project: ProjectAddress, cancel: { message: CancelCommand; asAdmin: boolean }): Promise<void>
  /** Signals to the project that its pull request was closed. */
  pullRequestClosed(project: ProjectAddress, end: { merged: boolean; pullRequest: number }): Promise<void>
  /** Signals to the project that its pull request was reopened. */
  pullRequestReopened(project: ProjectAddress): Promise<void>
  /** Stops all running and queued turns of a project at once. Posts no comment, except a reply to a delete command. */
  stop(project: ProjectAddress, stop: StopReason): Promise<void>
  /** Asks a project to run the checks of a turn's published version again, when no turn is running or queued. */
  requestRecheck(project: ProjectAddress, turnId: string): Promise<void>
  /** Signals to a project that its turn has a slot and may run. */
  grantSlot(project: ProjectAddress, turnId: string): Promise<void>
  /** The number of turns in the project's queue; 0 if no workflow is running. */
  waitingTurns(project: ProjectAddress): Promise<number>
}
