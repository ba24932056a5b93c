import { allHandlersFinished, condition, continueAsNew, setHandler, workflowInfo } from '@temporalio/workflow'
import { commandKey } from '#src/domain/projects/ids.ts'
import { cancelTurns } from './cancel-turns.ts'
import { closeProject, reopenProject, stopProject } from './close-project.ts'
import { ProjectRun, QUEUE_LIMIT } from './project-run.ts'
import { replyToCommand } from './reply-to-command.ts'
import { recheck } from './recheck.ts'
import { runTurn } from './run-turn.ts'
import {
  cancelRequested,
  projectQueue,
  projectStopped,
  recheckRequested,
  pullRequestClosed,
  pullRequestReopened,
  slotGranted,
  turnRequested,
} from './signals.ts'
import type { ProjectInput } from './signals.ts'

/** The workflow of an inactive project ends after this time; the next command starts it again. */
const INACTIVITY_LIMIT = '30 days'
/** The workflow continues as new after this many events. The longest turn has about 1,100, so a run stays under 2,000. */
const HISTORY_LIMIT = 800

/** Runs one project: its turns, one at a time, in the order in which they were written. */
export async function projectWorkflow(input: ProjectInput): Promise<void> {
  const project = new ProjectRun(input)
  handleSignals(project)

  for (;;) {
    const isActive = await condition(() => project.hasWork, INACTIVITY_LIMIT)
    if (project.isStopping) {
      await quiet(project)
      const stop = project.takeStop()
      if (stop !== null) await stopProject(input.address, stop)
      if (project.queue.length === 0 && !project.isStopping) return
      continue
    }
    if (project.takeReopened()) {
      await reopenProject(input.address)
      continue
    }
    const next = project.takeNext()
    if (next !== null) {
      // The comment with the queue position becomes the progress comment.
      await project.positions.paused()
      project.positions.changed()
      await runTurn(input.address, next)
      project.running = null
    } else if (project.closed !== null) {
      await closeProject(input.address, project.closed)
      await condition(allHandlersFinished)
      if (project.isOver) return
    } else if (project.hasRecheck) {
      await recheck(project)
    } else if (!isActive) {
      return
    }
    if (workflowInfo().continueAsNewSuggested || workflowInfo().historyLength > HISTORY_LIMIT) {
      await quiet(project)
      await continueAsNew<typeof projectWorkflow>(project.toInput(input.address))
    }
  }
}

function handleSignals(project: ProjectRun): void {
  setHandler(projectQueue, () => ({
    running: project.running === null ? null : commandKey(project.running.command),
    waiting: project.queue.map(commandKey),
  }))
  setHandler(pullRequestClosed, (closure) => project.close(closure))
  setHandler(pullRequestReopened, () => project.reopen())
  setHandler(projectStopped, (stop) => project.stop(stop))
  setHandler(recheckRequested, (turnId) => project.requestRecheck(turnId))
  setHandler(slotGranted, (turnId) => {
    if (project.running !== null) project.running.slotTurnId = turnId
  })
  setHandler(turnRequested, async (turn) => {
    if (project.add(turn) === 'full') await replyToCommand(turn, { about: 'queue-full', limit: QUEUE_LIMIT })
  })
  setHandler(cancelRequested, async (cancel) => {
    if (project.isNewCancel(commandKey(cancel.message))) await cancelTurns(cancel, project)
  })
}

/** Waits until no signal handler runs and no queue position is being written. */
async function quiet(project: ProjectRun): Promise<void> {
  await Promise.all([condition(allHandlersFinished), project.positions.paused()])
}
