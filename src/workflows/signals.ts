import { defineQuery, defineSignal } from '@temporalio/workflow'
import type { CancelCommand, Command, TurnCommand } from '#src/domain/commands/command-message.ts'
import type { ProjectAddress } from '#src/domain/projects/ids.ts'
import type { GitHubEvent } from '#src/domain/projects/github-event.ts'

/** Inputs, signals and queries of the workflows, shared with the client. */

/** One task queue for all work, so that one worker process handles everything. */
export const TASK_QUEUE = 'ollio'

export type CommandInput = { message: Command }
export type GitHubEventInput = { notice: GitHubEvent }

/** Which pull request was closed, and how. */
export type PullRequestClosure = { merged: boolean; pullRequest: number }

/**
 * Besides the address, the state that is kept when the workflow continues as new: the queue, how the pull request was closed, whether it
 * was reopened, the keys of the last cancel commands, and the turn whose version is to be checked again.
 */
export type ProjectInput = {
  address: ProjectAddress
  queue: TurnCommand[]
  closed: PullRequestClosure | null
  reopened?: boolean
  cancels?: string[]
  recheck?: string | null
}

/** `asAdmin`: may cancel other people's turns. */
export type CancelInput = { message: CancelCommand; asAdmin: boolean }

/**
 * Why a project stops at once: somebody deletes it (and gets a reply when it is done), its issue is gone, or Ollio may no longer work in
 * its repository.
 */
export type Stop = { why: 'deleted'; message: Command } | { why: 'issue-gone' | 'not-allowed' }

export const turnRequested = defineSignal<[TurnCommand]>('turnRequested')
export const cancelRequested = defineSignal<[CancelInput]>('cancelRequested')
export const pullRequestClosed = defineSignal<[PullRequestClosure]>('pullRequestClosed')
export const pullRequestReopened = defineSignal('pullRequestReopened')
export const projectStopped = defineSignal<[Stop]>('projectStopped')
/** The turn with this id has a slot and may run. */
export const slotGranted = defineSignal<[string]>('placeGranted')
/** The checks of this turn's published version run again, when no turn is running or queued. */
export const recheckRequested = defineSignal<[string]>('recheckRequested')
/** Keys of the running turn and of the queued turns, in order. */
export const projectQueue = defineQuery<{ running: string | null; waiting: string[] }>('projectQueue')
