import { allHandlersFinished, condition, continueAsNew, setHandler, workflowInfo } from '@temporalio/workflow'
import { byTimeWritten } from '#src/domain/turn-order.ts'
import { commandKey } from '#src/domain/ids.ts'
import { endings } from './effects.ts'
import { projectQueue, pullRequestClosed, turnRequested } from './messages.ts'
import type { TurnRequest } from '#src/domain/command-message.ts'
import type { ProjectInput } from './messages.ts'
import { tell } from './tell.ts'
import { runTurn } from './turn.ts'

/** Turns that may wait at once. */
const QUEUE_LIMIT = 20
/** A project that is quiet for so long ends its workflow; the next command starts it again. */
const QUIET = '30 days'
/** Events after which the workflow continues as new. */
const HISTORY_LIMIT = 1_500

/** One conversation: its turns, one at a time, in the order in which they were written. */
export async function projectWorkflow(input: ProjectInput): Promise<void> {
  const queue: TurnRequest[] = [...input.queue]
  let running: TurnRequest | null = null
  let { closed } = input

  setHandler(projectQueue, () => ({ running: running === null ? null : commandKey(running), waiting: queue.map(commandKey) }))
  setHandler(pullRequestClosed, () => {
    closed = true
  })
  setHandler(turnRequested, async (turn) => {
    const key = commandKey(turn)
    if ([running, ...queue].some((known) => known !== null && commandKey(known) === key)) return
    if (queue.length >= QUEUE_LIMIT) return tell(turn, { about: 'queue-full', limit: QUEUE_LIMIT })
    queue.push(turn)
    queue.sort(byTimeWritten)
  })

  for (;;) {
    const woke = await condition(() => queue.length > 0 || closed, QUIET)
    running = queue.shift() ?? null
    if (running !== null) {
      await runTurn(input.address, running)
      running = null
    } else if (closed) {
      await endings.endProject({ address: input.address })
      await condition(allHandlersFinished)
      if (queue.length === 0) return
    } else if (!woke) {
      return
    }
    if (workflowInfo().continueAsNewSuggested || workflowInfo().historyLength > HISTORY_LIMIT) {
      await condition(allHandlersFinished)
      await continueAsNew<typeof projectWorkflow>({ address: input.address, queue, closed })
    }
  }
}
