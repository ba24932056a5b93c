import { defineQuery, defineSignal } from '@temporalio/workflow'
import type { CancelCommand, Command, TurnCommand } from '#src/domain/commands/command-message.ts'
import type { ProjectAddress } from '#src/domain/projects/ids.ts'
import type { GitHubEvent } from '#src/domain/projects/github-event.ts'

/** What workflows are started with and told; also used by the client that does so. */

/** One name for all Ollio work, so that one worker process serves everything. */
export const TASK_QUEUE = 'ollio'

export type CommandInput = { message: Command }
export type GitHubEventInput = { notice: GitHubEvent }

/** Which pull request was closed, and how. */
export type PullRequestClosure = { merged: boolean; pullRequest: number }

/** Beside the address, what was when the workflow continued as new: the turns that were waiting, how the pull request was closed,
 * whether it was opened again, and the keys of the last commands to cancel. */
export type ProjectInput = {
  address: ProjectAddress
  queue: TurnCommand[]
  closed: PullRequestClosure | null
  reopened?: boolean
  cancels?: string[]
}

/** `asAdmin`: may cancel other people's turns. */
export type CancelInput = { message: CancelCommand; asAdmin: boolean }

/**
 * Why a conversation stops at once: somebody deletes it (and is told when it is done), its issue is gone, or Ollio may not work
 * in its repository any more.
 */
export type Stop = { why: 'deleted'; message: Command } | { why: 'issue-gone' | 'not-allowed' }

export const turnRequested = defineSignal<[TurnCommand]>('turnRequested')
export const cancelRequested = defineSignal<[CancelInput]>('cancelRequested')
export const pullRequestClosed = defineSignal<[PullRequestClosure]>('pullRequestClosed')
export const pullRequestReopened = defineSignal('pullRequestReopened')
export const projectStopped = defineSignal<[Stop]>('projectStopped')
/** The turn of that id has a place among those that run at once. */
export const slotGranted = defineSignal<[string]>('placeGranted')
/** Keys of the running turn and of those that wait, in their order. */
export const projectQueue = defineQuery<{ running: string | null; waiting: string[] }>('projectQueue')
