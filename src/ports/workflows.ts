import type { CancelCommand, Command, TurnCommand } from '#src/domain/commands/command-message.ts'
import type { ProjectAddress } from '#src/domain/projects/ids.ts'
import type { GitHubEvent } from '#src/domain/projects/github-event.ts'

/** Why a conversation stops: it is deleted, its issue is gone, or Ollio may not work in its repository any more. */
export type StopReason = { why: 'deleted'; message: Command } | { why: 'issue-gone' | 'not-allowed' }

/** The running conversations. */
export interface Workflows {
  /** Starts the command's workflow; a second start of the same command is refused and that is a success. */
  startCommand(message: Command): Promise<'started' | 'already-started'>
  /** Starts the workflow of one notice of GitHub's, known by its delivery's id; a second start is refused and that is a success. */
  startGitHubEvent(delivery: string, notice: GitHubEvent): Promise<'started' | 'already-started'>
  /** Hands a turn to its project's workflow, starting it where it does not run. */
  requestTurn(project: ProjectAddress, turn: TurnCommand): Promise<void>
  /** Ends the project's running turn, and with `all` those that wait. `asAdmin`: whoever's they are. */
  requestCancel(project: ProjectAddress, cancel: { message: CancelCommand; asAdmin: boolean }): Promise<void>
  /** Tells the project that its pull request was closed. */
  pullRequestClosed(project: ProjectAddress, end: { merged: boolean; pullRequest: number }): Promise<void>
  /** Tells the project that its pull request was opened again. */
  pullRequestReopened(project: ProjectAddress): Promise<void>
  /** Ends what runs and waits in a project, at once, and says so to nobody: see why. */
  stop(project: ProjectAddress, stop: StopReason): Promise<void>
  /** Tells a project that its turn has a place and may run. */
  grantSlot(project: ProjectAddress, turnId: string): Promise<void>
  /** How many turns wait in the project's queue; 0 where no workflow runs. */
  waitingTurns(project: ProjectAddress): Promise<number>
}
