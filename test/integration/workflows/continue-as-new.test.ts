import { describe, expect, test } from 'vitest'
import { usually } from '../../support/workflows/fake-activities.ts'
import type { Script } from '../../support/workflows/fake-activities.ts'
import { until } from '../../support/workflows/workflow-world.ts'
import type { Play } from '../../support/workflows/workflow-world.ts'
import { useWorkflowWorld } from '../../support/workflows/use-workflow-world.ts'

const house = useWorkflowWorld()

const PATIENCE_MS = 600_000
const EVENTS = 2_000
const STEPS = 20
const ACTIONS = 8

/** The longest possible turn: each step has as many commands as an answer may contain. */
const LONGEST: Script = {
  think: ({ number }) => ({ readable: true, next: number < STEPS ? { todo: 'act', index: 0 } : { todo: 'finish' } }),
  act: ({ index }) => (index + 1 < ACTIONS ? { todo: 'act', index: index + 1 } : { todo: 'think' }),
}

/** The number of events in each run, from `runId` on. */
async function runsSince(play: Play, runId: string): Promise<number[]> {
  const { events } = await house().client.workflow.getHandle(play.project.workflowId, runId).fetchHistory()
  const next = events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId
  const length = events?.length ?? 0
  return next ? [length, ...(await runsSince(play, next))] : [length]
}

describe('a project with many turns', () => {
  test('a project with many turns runs 80 turns, each once and in order, in runs of limited length', { timeout: PATIENCE_MS }, async () => {
    const play = house().play()
    const numbers = Array.from({ length: 80 }, (_, index) => index + 1)
    await play.ask(play.turn(1))
    const { runId } = await play.project.describe()
    for (const number of numbers.slice(1)) {
      // Some turns are always queued, so that each run passes some to the next, and turns are requested while one run ends and another
      // starts.
      await until(() => number - play.inputs('open').length < 10)
      await play.ask(play.turn(number))
    }
    await until(() => play.inputs('publish').length === numbers.length)
    await play.idle()
    expect(play.trace().filter((call) => call.startsWith('open'))).toEqual(numbers.map((number) => `open ${number}`))
    expect(play.inputs('answer')).toEqual([])
    const lengths = await runsSince(play, runId)
    expect(lengths.length).toBeGreaterThan(2)
    expect(Math.max(...lengths)).toBeLessThan(EVENTS)
  })

  test('a project with many turns has room for the longest turn in every run', { timeout: PATIENCE_MS }, async () => {
    const play = house().play(LONGEST)
    await play.ask(play.turn(1))
    const { runId } = await play.project.describe()
    await until(() => play.inputs('publish').length === 1)
    await play.idle()
    const [length = 0] = await runsSince(play, runId)
    expect(length).toBeGreaterThan(STEPS * ACTIONS)
    // A run continues as a new one from 800 events on.
    expect(800 + length).toBeLessThan(EVENTS)
  })

  test('a project with many turns recognizes a cancel command that is delivered twice, in any run', { timeout: PATIENCE_MS }, async () => {
    const doors = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    let checks = 0
    const play = house().play({
      ...LONGEST,
      check: async (input, context) => {
        const door = doors[checks]
        checks += 1
        await Promise.race([door?.promise, new Promise((resolve) => context.signal.addEventListener('abort', resolve))])
        context.signal.throwIfAborted()
        return usually('check')(input, context)
      },
    })
    const cancel = play.cancellation(9)
    await play.ask(play.turn(1))
    const { runId } = await play.project.describe()
    await until(() => checks === 1)
    await play.sessions.requestCancel(play.address, cancel)
    await until(() => play.inputs('release').length === 1)
    await play.ask(play.turn(2))
    await until(() => checks === 2)
    expect((await runsSince(play, runId)).length).toBe(2)
    await play.sessions.requestCancel(play.address, cancel)
    doors[1]?.resolve()
    await until(() => play.inputs('publish').length === 1)
    expect(play.inputs('endTurn')).toHaveLength(1)
  })
})
