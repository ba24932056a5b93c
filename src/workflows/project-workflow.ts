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

/** The most turns in the queue. */
const QUEUE_LIMIT = 20
/** The workflow of an inactive project ends after this time; the next command starts it again. */
const INACTIVITY_LIMIT = '30 days'
/** The workflow continues as new after this many events. The longest turn has about 1,100, so a run stays under 2,000. */
const HISTORY_LIMIT = 800
/** The number of recent cancel commands that the next run keeps. A command that is delivered twice arrives within seconds. */
const KNOWN_CANCELS = 20

/** Runs one project: its turns, one at a time, in the order in which they were written. */
export async function projectWorkflow(input: ProjectInput): Promise<void> {
  const queue: TurnCommand[] = [...input.queue]
  const positions = trackQueuePositions(() => queue)
  let running: RunningTurn | null = null
  const cancels = new Set(input.cancels)
  let { closed, reopened = false } = input
  let pendingStop: ProjectStop | null = null

  setHandler(projectQueue, () => ({ running: running === null ? null : commandKey(running.command), waiting: queue.map(commandKey) }))
  setHandler(pullRequestClosed, (closure) => {
    closed = closure
    reopened = false
  })
  setHandler(pullRequestReopened, () => {
    closed = null
    reopened = true
  })
  setHandler(projectStopped, (stop) => {
    pendingStop = { ...stop, dropped: [...(pendingStop?.dropped ?? []), ...queue.splice(0)] }
    // A turn that is being published finishes, because a commit can't be undone.
    if (running?.isCommitting === false) running.cancel(stop.why === 'deleted' ? stop.message.author.login : 'ollio')
  })
  setHandler(slotGranted, (turnId) => {
    if (running !== null) running.slotTurnId = turnId
  })
  setHandler(turnRequested, async (turn) => {
    const key = commandKey(turn)
    if ([running?.command, ...queue].some((known) => known !== undefined && commandKey(known) === key)) return
    if (queue.length >= QUEUE_LIMIT) return replyToCommand(turn, { about: 'queue-full', limit: QUEUE_LIMIT })
    queue.push(turn)
    queue.sort(byTimeWritten)
    if (running !== null) positions.changed()
  })
  setHandler(cancelRequested, async (cancel) => {
    // A cancel command that is delivered twice must not cancel the next turn.
    const key = commandKey(cancel.message)
    if (cancels.has(key)) return
    cancels.add(key)
    await cancelTurns(cancel, { turn: running, queue, positions })
  })

  for (;;) {
    const isActive = await condition(() => queue.length > 0 || closed !== null || reopened || pendingStop !== null, INACTIVITY_LIMIT)
    if (pendingStop !== null) {
      await Promise.all([condition(allHandlersFinished), positions.paused()])
      const stop: ProjectStop = pendingStop
      pendingStop = null
      await stopProject(input.address, stop)
      if (queue.length === 0 && pendingStop === null) return
      continue
    }
    if (reopened) {
      reopened = false
      await reopenProject(input.address)
      continue
    }
    const next = queue.shift()
    if (next !== undefined) {
      running = new RunningTurn(next, positions.isShown(next))
      // The comment with the queue position becomes the progress comment.
      await positions.paused()
      positions.changed()
      await runTurn(input.address, running)
      running = null
    } else if (closed !== null) {
      await closeProject(input.address, closed)
      await condition(allHandlersFinished)
      if (queue.length === 0 && !reopened) return
    } else if (!isActive) {
      return
    }
    if (workflowInfo().continueAsNewSuggested || workflowInfo().historyLength > HISTORY_LIMIT) {
      await Promise.all([condition(allHandlersFinished), positions.paused()])
      const known = [...cancels].slice(-KNOWN_CANCELS)
      await continueAsNew<typeof projectWorkflow>({ address: input.address, queue, closed, reopened, cancels: known })
    }
  }
}
