import { CancellationScope, isCancellation, patched } from '@temporalio/workflow'
import type { ProjectAddress } from '#src/domain/projects/ids.ts'
import { comments, endings, model, rows, sandbox } from './activity-proxies.ts'
import { failureKindOf } from './failure-kind.ts'
import { commitAndPublish } from './commit-and-publish.ts'
import { followProgress } from './follow-progress.ts'
import type { Progress } from './follow-progress.ts'
import type { RunningTurn } from './running-turn.ts'
import { update, restore } from './restore-and-update.ts'
import { replyToCommand } from './reply-to-command.ts'
import { waitForSlot } from './wait-for-slot.ts'

/** How many times failing checks go back to the agent. */
const MAX_FIX_ROUNDS = 2
/** The turn ends after this many consecutive answers that can't be parsed or repeat themselves. */
const MAX_UNREADABLE = 3

/** `operation`: set if the turn needs no agent. `waits`: the turn needs a slot before it runs. */
type OpenedTurn = { turnId: string; operation?: 'restore' | 'rebase'; waits?: boolean }

/** Runs one turn, from charging credits to the final comment. An error ends the turn, never the project. */
export async function runTurn(address: ProjectAddress, running: RunningTurn): Promise<void> {
  const turn = await openTurn(address, running)
  if (turn === null) return
  const { turnId } = turn
  const progress = followProgress(turnId)
  try {
    await running.scope.run(() => work(turn, running, progress))
  } catch (error) {
    const cancelled = isCancellation(error)
    // If even this fails for a week, the row stays RUNNING and the log says why. Queued turns continue anyway.
    await CancellationScope.nonCancellable(() =>
      endings.endTurn({ turnId, state: cancelled ? 'CANCELLED' : 'FAILED', failure: cancelled ? 'cancelled' : failureKindOf(error) }),
    ).catch(() => undefined)
  } finally {
    await CancellationScope.nonCancellable(async () => {
      await finishTurn(turnId, running, progress)
      // If this fails, waiting turns find a free slot at their next check.
      if (patched('places')) await rows.passOn({ turnId }).catch(() => undefined)
    })
  }
}

/**
 * `null` if there is nothing to run: the turn is already done, is not possible or not allowed, or can't be written. All but the first get a
 * reply or a reaction.
 */
async function openTurn(address: ProjectAddress, { command, wasQueued }: RunningTurn): Promise<OpenedTurn | null> {
  try {
    // The result must be known even on cancellation, so that charged credits can be returned.
    const opening = await CancellationScope.nonCancellable(() => rows.open({ address, message: command }))
    if (opening.outcome === 'open') return opening
    if (opening.outcome === 'nothing') await replyToCommand(command, opening.answer, true)
    // A comment that shows a queue position must be replaced by the reason.
    if (opening.outcome === 'limited' && (opening.isTold || wasQueued)) await replyToCommand(command, opening.answer, true)
    else if (opening.outcome === 'limited') await comments.refuse({ message: command }).catch(() => undefined)
    if (opening.outcome === 'insufficient') {
      const { cost, balance, nextRefillAt } = opening
      await replyToCommand(command, { about: 'insufficient', cost, balance, nextRefillAt }, true)
    }
  } catch (error) {
    await replyToCommand(command, { about: 'could-not-start', failure: failureKindOf(error) }, true)
  }
  return null
}

async function work({ turnId, operation, waits = false }: OpenedTurn, running: RunningTurn, progress: Progress): Promise<void> {
  if (waits) await waitForSlot(turnId, running, progress)
  const outcome =
    operation === 'rebase'
      ? await update(turnId, running, progress)
      : operation === 'restore'
        ? await restore(turnId, running, progress)
        : await build(turnId, running, progress)
  if (outcome === 'unchanged') await endings.endTurn({ turnId, state: 'UNCHANGED' })
}

/** Lets the agent work and publishes the result. */
async function build(turnId: string, running: RunningTurn, progress: Progress): Promise<'published' | 'unchanged'> {
  const limits = await sandbox.prepare({ turnId })
  const outcome = await runAgent(turnId, limits, progress)
  return outcome === 'unchanged' ? outcome : commitAndPublish(turnId, running, progress, { partial: outcome === 'partial' })
}

/** The agent loop: calls the model and runs its tool calls until the checks accept its work, nothing was changed or a limit is reached. */
async function runAgent(
  turnId: string,
  limits: { steps: number; milliseconds: number },
  progress: Progress,
): Promise<'complete' | 'partial' | 'unchanged'> {
  const deadline = Date.now() + limits.milliseconds
  let unreadable = 0
  let rounds = 0
  for (let number = 1; number <= limits.steps && Date.now() < deadline; number += 1) {
    progress.enter('Thinking')
    const step = await model.think({ turnId, number, unreadableBefore: unreadable, limit: MAX_UNREADABLE })
    unreadable = step.readable ? 0 : unreadable + 1
    let { next } = step
    while (next.todo === 'act' && Date.now() < deadline) {
      progress.enter('Building')
      next = await sandbox.act({ turnId, number, index: next.index })
    }
    if (next.todo !== 'finish') continue
    progress.enter('Checking')
    const verdict = await sandbox.check({ turnId, number, last: rounds >= MAX_FIX_ROUNDS })
    if (verdict === 'unchanged') return 'unchanged'
    if (verdict === 'stands') return 'complete'
    rounds += 1
  }
  const verdict = await sandbox.check({ turnId, number: null, last: true })
  return verdict === 'unchanged' ? 'unchanged' : 'partial'
}

/** Posts the final comment and deletes the sandboxes. A failure of either must not block the next turn. */
async function finishTurn(turnId: string, { cancelledBy }: RunningTurn, progress: Progress): Promise<void> {
  await progress.settled()
  await Promise.allSettled([
    comments.report({ turnId, ...(cancelledBy === undefined ? {} : { cancelledBy }) }),
    sandbox.release({ turnId }),
  ])
}
