import { CancelledFailure } from '@temporalio/common'
import { WorkflowFailedError } from '@temporalio/client'
import { describe, expect, test } from 'vitest'
import { failWith, untilAborted, usually } from '../../support/workflows/fake-activities.ts'
import type { ActivityName, Script } from '../../support/workflows/fake-activities.ts'
import { until } from '../../support/workflows/workflow-world.ts'
import type { Play } from '../../support/workflows/workflow-world.ts'
import { useWorkflowWorld } from '../../support/workflows/use-workflow-world.ts'

const house = useWorkflowWorld()

/** Cancels the project's workflow while `activity` is running, calls `goOn` if the activity waits for it, and waits for the end. */
async function cancelDuring(activity: ActivityName, play: Play, goOn: () => void = () => undefined): Promise<void> {
  await play.ask(play.turn(1))
  await until(() => play.inputs(activity).length === 1)
  await play.project.cancel()
  await until(() => isCancelRequested(play))
  goOn()
  await expectCancelled(play)
}

async function isCancelRequested(play: Play): Promise<boolean> {
  const { events } = await play.project.fetchHistory()
  return events?.some((event) => event.workflowExecutionCancelRequestedEventAttributes) ?? false
}

async function expectCancelled(play: Play): Promise<void> {
  const error: unknown = await play.project.result().catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(WorkflowFailedError)
  expect((error as WorkflowFailedError).cause).toBeInstanceOf(CancelledFailure)
}

const ENDED_AS_CANCELLED = [expect.objectContaining({ state: 'CANCELLED', failure: 'cancelled' })]

describe('a cancelled workflow', () => {
  test.each<[ActivityName, Script]>([
    ['prepare', { prepare: (_input, context) => untilAborted(context) }],
    ['think', { think: (_input, context) => untilAborted(context) }],
    ['act', { think: () => ({ readable: true, next: { todo: 'act', index: 0 } }), act: (_input, context) => untilAborted(context) }],
    ['check', { check: (_input, context) => untilAborted(context) }],
  ])('a cancelled workflow in %s aborts the turn, returns its credits, cleans up and posts a comment', async (activity, script) => {
    const play = house().play(script)
    await cancelDuring(activity, play)
    const trace = play.trace('acknowledge', 'report')
    expect(trace.slice(-3)).toEqual([`${activity} 1`, 'endTurn 1', 'release 1'])
    expect(play.inputs('endTurn')).toEqual(ENDED_AS_CANCELLED)
    expect(play.inputs('report')).toHaveLength(1)
  })

  test('a cancelled workflow cleans up only after the work has ended', async () => {
    const aborted = Promise.withResolvers<void>()
    const door = Promise.withResolvers<void>()
    const play = house().play({
      prepare: async (_input, context) => {
        await untilAborted(context).catch(aborted.resolve)
        await door.promise
        return untilAborted(context)
      },
    })
    await play.ask(play.turn(1))
    await until(() => play.inputs('prepare').length === 1)
    await play.project.cancel()
    await aborted.promise
    expect(play.trace('acknowledge')).toEqual(['open 1', 'prepare 1'])
    door.resolve()
    await expectCancelled(play)
    expect(play.trace('acknowledge', 'report')).toEqual(['open 1', 'prepare 1', 'endTurn 1', 'release 1'])
  })

  test('a cancelled workflow while opening a turn returns its credits even if it is unknown whether they were charged', async () => {
    const door = Promise.withResolvers<void>()
    const play = house().play({
      open: async (input, context) => {
        await door.promise
        return context.attempt === 1 ? failWith('database-busy') : usually('open')(input, context)
      },
    })
    await cancelDuring('open', play, door.resolve)
    expect(play.trace('report')).toEqual(['open 1', 'open 1', 'endTurn 1', 'release 1'])
    expect(play.inputs('endTurn')).toEqual(ENDED_AS_CANCELLED)
  })

  test('a cancelled workflow at the end of a successful check makes no commit', async () => {
    const door = Promise.withResolvers<void>()
    const play = house().play({
      check: async (input, context) => {
        await door.promise
        return usually('check')(input, context)
      },
    })
    await cancelDuring('check', play, door.resolve)
    expect(play.inputs('commit')).toEqual([])
    expect(play.inputs('endTurn')).toEqual(ENDED_AS_CANCELLED)
  })

  test('a cancelled workflow while committing still publishes, so that no commit is left without its pull request', async () => {
    const door = Promise.withResolvers<void>()
    const play = house().play({
      commit: async (input, context) => {
        await door.promise
        return usually('commit')(input, context)
      },
    })
    await cancelDuring('commit', play, door.resolve)
    expect(play.trace('acknowledge', 'report').slice(-3)).toEqual(['commit 1', 'publish 1', 'release 1'])
    expect(play.inputs('endTurn')).toEqual([])
  })

  test('a cancelled workflow ends its turn completely while a reply to another command is cancelled too', async () => {
    const play = house().play({ think: (_input, context) => untilAborted(context), answer: (_input, context) => untilAborted(context) })
    await play.ask(play.turn(1))
    await until(() => play.inputs('think').length === 1)
    await play.ask(...Array.from({ length: 21 }, (_, index) => play.turn(index + 2)))
    await until(() => play.inputs('answer').length === 1)
    await play.project.cancel()
    await expectCancelled(play)
    expect(play.inputs('endTurn')).toEqual(ENDED_AS_CANCELLED)
    expect(play.inputs('release')).toHaveLength(1)
    expect(play.trace()).not.toContain('open 2')
  })
})

test('a worker shutdown cancels nothing: another worker continues the turn', async () => {
  const play = house().play({
    think: (input, context) => (context.attempt === 1 ? untilAborted(context) : usually('think')(input, context)),
  })
  await play.ask(play.turn(1))
  await until(() => play.inputs('think').length === 1)
  const another = await house().hire()
  await house().worker.shutdown()
  await play.idle()
  expect(play.inputs('think')).toHaveLength(2)
  expect(play.inputs('endTurn')).toEqual([])
  expect(play.inputs('publish')).toHaveLength(1)
  await another.shutdown()
})
