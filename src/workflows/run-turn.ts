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

/** How often a check that fails goes back to the agent. */
const CHECK_ROUNDS = 2
/** Answers in a row that can't be read, or that go round in circles, end the turn. */
const UNREADABLE_IN_A_ROW = 3

/** `operation`: what needs no agent. `waits`: for a place among those that run at once. */
type OpenedTurn = { turnId: string; operation?: 'restore' | 'rebase'; waits?: boolean }

/** One turn: from the credits taken to the last word of its comment. What goes wrong ends the turn, never the project. */
export async function runTurn(address: ProjectAddress, running: RunningTurn): Promise<void> {
  const turn = await openTurn(address, running)
  if (turn === null) return
  const { turnId } = turn
  const progress = followProgress(turnId)
  try {
    await running.scope.run(() => work(turn, running, progress))
  } catch (error) {
    const cancelled = isCancellation(error)
    // Where even this fails, for a week, the row stays RUNNING and the log says why; those who wait go on all the same.
    await CancellationScope.nonCancellable(() =>
      endings.endTurn({ turnId, state: cancelled ? 'CANCELLED' : 'FAILED', failure: cancelled ? 'cancelled' : failureKindOf(error) }),
    ).catch(() => undefined)
  } finally {
    await CancellationScope.nonCancellable(async () => {
      await windUp(turnId, running, progress)
      // Whoever waits looks by themselves where this fails.
      if (patched('places')) await rows.passOn({ turnId }).catch(() => undefined)
    })
  }
}

/** `null` where there is nothing to do: done already, or not enough credits, or rows that can't be written; the last two are answered. */
async function openTurn(address: ProjectAddress, { request, wasQueued }: RunningTurn): Promise<OpenedTurn | null> {
  try {
    // Whether credits were taken has to be known, so that they can be given back.
    const opening = await CancellationScope.nonCancellable(() => rows.open({ address, message: request }))
    if (opening.outcome === 'open') return opening
    if (opening.outcome === 'nothing') await replyToCommand(request, opening.answer, true)
    // Where a comment tells its place, that has to say what became of it.
    if (opening.outcome === 'limited' && (opening.isTold || wasQueued)) await replyToCommand(request, opening.answer, true)
    else if (opening.outcome === 'limited') await comments.refuse({ message: request }).catch(() => undefined)
    if (opening.outcome === 'insufficient') {
      const { cost, balance, nextRefillAt } = opening
      await replyToCommand(request, { about: 'insufficient', cost, balance, nextRefillAt }, true)
    }
  } catch (error) {
    await replyToCommand(request, { about: 'could-not-start', failure: failureKindOf(error) }, true)
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

/** What the agent makes, published. */
async function build(turnId: string, running: RunningTurn, progress: Progress): Promise<'published' | 'unchanged'> {
  const limits = await sandbox.prepare({ turnId })
  const outcome = await converse(turnId, limits, progress)
  return outcome === 'unchanged' ? outcome : commitAndPublish(turnId, running, progress, { partial: outcome === 'partial' })
}

/** The agent's loop: think and act, until what it made stands the check, nothing was changed, or a limit is reached. */
async function converse(
  turnId: string,
  limits: { steps: number; milliseconds: number },
  progress: Progress,
): Promise<'made' | 'partial' | 'unchanged'> {
  const deadline = Date.now() + limits.milliseconds
  let unreadable = 0
  let rounds = 0
  for (let number = 1; number <= limits.steps && Date.now() < deadline; number += 1) {
    progress.enter('Thinking')
    const step = await model.think({ turnId, number, unreadableBefore: unreadable, limit: UNREADABLE_IN_A_ROW })
    unreadable = step.readable ? 0 : unreadable + 1
    let { next } = step
    while (next.todo === 'act' && Date.now() < deadline) {
      progress.enter('Building')
      next = await sandbox.act({ turnId, number, index: next.index })
    }
    if (next.todo !== 'finish') continue
    progress.enter('Checking')
    const verdict = await sandbox.check({ turnId, number, last: rounds >= CHECK_ROUNDS })
    if (verdict === 'unchanged') return 'unchanged'
    if (verdict === 'stands') return 'made'
    rounds += 1
  }
  const verdict = await sandbox.check({ turnId, number: null, last: true })
  return verdict === 'unchanged' ? 'unchanged' : 'partial'
}

/** The last word and the sandbox's end, side by side; neither may keep the project from its next turn. */
async function windUp(turnId: string, { cancelledBy }: RunningTurn, progress: Progress): Promise<void> {
  await progress.settled()
  await Promise.allSettled([
    comments.report({ turnId, ...(cancelledBy === undefined ? {} : { cancelledBy }) }),
    sandbox.release({ turnId }),
  ])
}
