import { allHandlersFinished, condition, continueAsNew, setHandler, workflowInfo } from '@temporalio/workflow'
import { byTimeWritten } from '#src/domain/projects/turn-order.ts'
import { commandKey } from '#src/domain/projects/ids.ts'
import { closeProject, reopenProject, stopProject } from './close-project.ts'
import type { ProjectStop } from './close-project.ts'
import { cancelTurns } from './cancel-turns.ts'
import {
  cancelRequested,
  slotGranted,
  projectQueue,
  projectStopped,
  pullRequestClosed,
  pullRequestReopened,
  turnRequested,
} from './signals.ts'
import type { TurnCommand } from '#src/domain/commands/command-message.ts'
import type { ProjectInput } from './signals.ts'
import { trackQueuePositions } from './queue-positions.ts'
import { RunningTurn } from './running-turn.ts'
import { replyToCommand } from './reply-to-command.ts'
import { runTurn } from './run-turn.ts'

/** Turns that may wait at once. */
const QUEUE_LIMIT = 20
/** A project that is quiet for so long ends its workflow; the next command starts it again. */
const QUIET = '30 days'
/** Events after which the workflow continues as new: with the longest turn, of about 1,100, a run stays under 2,000. */
const HISTORY_LIMIT = 800
/** Commands to cancel that the next run knows of: one that is delivered twice is so within seconds. */
const KNOWN_CANCELS = 20

/** One conversation: its turns, one at a time, in the order in which they were written. */
export async function projectWorkflow(input: ProjectInput): Promise<void> {
  const queue: TurnCommand[] = [...input.queue]
  const places = trackQueuePositions(() => queue)
  let running: RunningTurn | null = null
  const cancels = new Set(input.cancels)
  let { closed, reopened = false } = input
  let stopping: ProjectStop | null = null

  setHandler(projectQueue, () => ({ running: running === null ? null : commandKey(running.request), waiting: queue.map(commandKey) }))
  setHandler(pullRequestClosed, (closing) => {
    closed = closing
    reopened = false
  })
  setHandler(pullRequestReopened, () => {
    closed = null
    reopened = true
  })
  setHandler(projectStopped, (why) => {
    stopping = { ...why, dropped: [...(stopping?.dropped ?? []), ...queue.splice(0)] }
    // What is being published is let through: a commit isn't taken back.
    if (running?.isCommitting === false) running.cancel(why.why === 'deleted' ? why.message.author.login : 'ollio')
  })
  setHandler(slotGranted, (turnId) => {
    if (running !== null) running.slotTurnId = turnId
  })
  setHandler(turnRequested, async (turn) => {
    const key = commandKey(turn)
    if ([running?.request, ...queue].some((known) => known !== undefined && commandKey(known) === key)) return
    if (queue.length >= QUEUE_LIMIT) return replyToCommand(turn, { about: 'queue-full', limit: QUEUE_LIMIT })
    queue.push(turn)
    queue.sort(byTimeWritten)
    if (running !== null) places.changed()
  })
  setHandler(cancelRequested, async (cancel) => {
    // One that is delivered twice must not end the turn after the one that it was written for.
    const key = commandKey(cancel.message)
    if (cancels.has(key)) return
    cancels.add(key)
    await cancelTurns(cancel, { turn: running, queue, places })
  })

  for (;;) {
    const woke = await condition(() => queue.length > 0 || closed !== null || reopened || stopping !== null, QUIET)
    if (stopping !== null) {
      await Promise.all([condition(allHandlersFinished), places.paused()])
      const now: ProjectStop = stopping
      stopping = null
      await stopProject(input.address, now)
      if (queue.length === 0 && stopping === null) return
      continue
    }
    if (reopened) {
      reopened = false
      await reopenProject(input.address)
      continue
    }
    const next = queue.shift()
    if (next !== undefined) {
      running = new RunningTurn(next, places.wereTold(next))
      // The comment of its place becomes the comment of its progress.
      await places.paused()
      places.changed()
      await runTurn(input.address, running)
      running = null
    } else if (closed !== null) {
      await closeProject(input.address, closed)
      await condition(allHandlersFinished)
      if (queue.length === 0 && !reopened) return
    } else if (!woke) {
      return
    }
    if (workflowInfo().continueAsNewSuggested || workflowInfo().historyLength > HISTORY_LIMIT) {
      await Promise.all([condition(allHandlersFinished), places.paused()])
      const known = [...cancels].slice(-KNOWN_CANCELS)
      await continueAsNew<typeof projectWorkflow>({ address: input.address, queue, closed, reopened, cancels: known })
    }
  }
}
