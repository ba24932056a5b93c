import { defineQuery, defineSignal } from '@temporalio/workflow'
import type { CancelRequest, CommandMessage, TurnRequest } from '#src/domain/commands/command-message.ts'
import type { ProjectAddress } from '#src/domain/projects/ids.ts'
import type { Notice } from '#src/domain/projects/github-event.ts'

/** What workflows are started with and told; also used by the client that does so. */

/** One name for all Ollio work, so that one worker process serves everything. */
export const TASK_QUEUE = 'ollio'

export type CommandInput = { message: CommandMessage }
export type NoticeInput = { notice: Notice }

/** Which pull request was closed, and how. */
export type Closing = { merged: boolean; pullRequest: number }

/** Beside the address, what was when the workflow continued as new: the turns that were waiting, how the pull request was closed,
 * whether it was opened again, and the keys of the last commands to cancel. */
export type ProjectInput = { address: ProjectAddress; queue: TurnRequest[]; closed: Closing | null; reopened?: boolean; cancels?: string[] }

/** `asAdmin`: may cancel other people's turns. */
export type CancelInput = { message: CancelRequest; asAdmin: boolean }

/**
 * Why a conversation stops at once: somebody deletes it (and is told when it is done), its issue is gone, or Ollio may not work
 * in its repository any more.
 */
export type Stop = { why: 'deleted'; message: CommandMessage } | { why: 'issue-gone' | 'not-allowed' }

export const turnRequested = defineSignal<[TurnRequest]>('turnRequested')
export const cancelRequested = defineSignal<[CancelInput]>('cancelRequested')
export const pullRequestClosed = defineSignal<[Closing]>('pullRequestClosed')
export const pullRequestReopened = defineSignal('pullRequestReopened')
export const projectStopped = defineSignal<[Stop]>('projectStopped')
/** The turn of that id has a place among those that run at once. */
export const placeGranted = defineSignal<[string]>('placeGranted')
/** Keys of the running turn and of those that wait, in their order. */
export const projectQueue = defineQuery<{ running: string | null; waiting: string[] }>('projectQueue')
