import { describe, expect, test } from 'vitest'
import { failWith } from '../../support/workflows/fake-activities.ts'
import type { Output, Script } from '../../support/workflows/fake-activities.ts'
import { until } from '../../support/workflows/workflow-world.ts'
import type { Play } from '../../support/workflows/workflow-world.ts'
import { useWorkflowWorld } from '../../support/workflows/use-workflow-world.ts'

const house = useWorkflowWorld()

/** Runs one turn to its end. Its first and last comments are written in parallel to the work, so the trace leaves them out. */
async function playTurn(script: Script): Promise<{ play: Play; trace: string[] }> {
  const play = house().play(script)
  await play.ask(play.turn(1))
  await play.idle()
  return { play, trace: play.trace('acknowledge', 'showProgress', 'report') }
}

/** Returns the next of `answers` on each call, and the last one from then on. */
function inTurn<Answer>(...answers: Answer[]): () => Answer {
  return () => (answers.length > 1 ? (answers.shift() as Answer) : (answers[0] as Answer))
}

const THOUGHT: Output<'think'> = { readable: true, next: { todo: 'think' } }
const FINISHED: Output<'think'> = { readable: true, next: { todo: 'finish' } }

test('a turn is opened, prepared, worked on, checked, committed and published', async () => {
  const { play, trace } = await playTurn({ think: inTurn(THOUGHT, FINISHED) })
  expect(trace).toEqual(['open 1', 'prepare 1', 'think 1', 'think 1', 'check 1', 'commit 1', 'publish 1', 'release 1'])
  expect(play.inputs('open')).toEqual([{ address: play.address, message: play.turn(1) }])
  expect(play.inputs('think').map(({ number }) => number)).toEqual([1, 2])
  expect(play.inputs('check')).toEqual([expect.objectContaining({ number: 2, last: false })])
  expect(play.inputs('publish')).toEqual([expect.objectContaining({ commitSha: 'c0ffee', partial: false })])
  expect(play.trace()).toEqual(expect.arrayContaining(['acknowledge 1', 'report 1']))
})

test('each slow tool call runs in its own activity, one after the other', async () => {
  const { play, trace } = await playTurn({
    think: inTurn<Output<'think'>>({ readable: true, next: { todo: 'act', index: 2 } }, FINISHED),
    act: inTurn<Output<'act'>>({ todo: 'act', index: 4 }, { todo: 'act', index: 5 }, { todo: 'think' }),
  })
  expect(trace.slice(2, 7)).toEqual(['think 1', 'act 1', 'act 1', 'act 1', 'think 1'])
  expect(play.inputs('act').map(({ number, index }) => [number, index])).toEqual([
    [1, 2],
    [1, 4],
    [1, 5],
  ])
})

test('a slow tool call followed by the end of the work leads to the check', async () => {
  const { play } = await playTurn({ think: () => ({ readable: true, next: { todo: 'act', index: 0 } }), act: () => ({ todo: 'finish' }) })
  expect(play.inputs('check')).toEqual([expect.objectContaining({ number: 1 })])
})

test('a turn that changes nothing makes no commit and ends as unchanged', async () => {
  const { play, trace } = await playTurn({ check: () => 'unchanged' })
  expect(trace).toEqual(['open 1', 'prepare 1', 'think 1', 'check 1', 'endTurn 1', 'release 1'])
  expect(play.inputs('endTurn')).toEqual([expect.objectContaining({ state: 'UNCHANGED' })])
  expect(play.inputs('report')).toHaveLength(1)
})

describe('failing checks', () => {
  test('failing checks go back to the agent', async () => {
    const { play, trace } = await playTurn({ check: inTurn<Output<'check'>>('sent-back', 'stands') })
    expect(trace.slice(2, -1)).toEqual(['think 1', 'check 1', 'think 1', 'check 1', 'commit 1', 'publish 1'])
    expect(play.inputs('publish')).toEqual([expect.objectContaining({ partial: false })])
  })

  test('failing checks go back at most twice; the third check is marked as the last', async () => {
    const { play } = await playTurn({ check: ({ last }) => (last ? 'stands' : 'sent-back') })
    expect(play.inputs('check').map(({ number, last }) => [number, last])).toEqual([
      [1, false],
      [2, false],
      [3, true],
    ])
    expect(play.inputs('publish')).toHaveLength(1)
  })

  test('failing checks prevent publishing if the last one can’t even build', async () => {
    const { play } = await playTurn({ check: ({ last }) => (last ? failWith('nothing-builds') : 'sent-back') })
    expect(play.inputs('check')).toHaveLength(3)
    expect(play.inputs('commit')).toEqual([])
    expect(play.inputs('endTurn')).toEqual([expect.objectContaining({ state: 'FAILED', failure: 'nothing-builds' })])
  })
})

describe('a turn at its limit', () => {
  test.each<[string, Script, number]>([
    ['of steps', { prepare: () => ({ steps: 2, milliseconds: 600_000 }), think: () => THOUGHT }, 2],
    ['of time', { prepare: () => ({ steps: 20, milliseconds: 0 }) }, 0],
  ])('%s publishes its work as partial', async (_limit, script, steps) => {
    const { play } = await playTurn(script)
    expect(play.inputs('think')).toHaveLength(steps)
    expect(play.inputs('check')).toEqual([expect.objectContaining({ number: null, last: true })])
    expect(play.inputs('publish')).toEqual([expect.objectContaining({ partial: true })])
  })

  test('a turn at its limit ends as unchanged if it has changed nothing', async () => {
    const { play } = await playTurn({
      prepare: () => ({ steps: 1, milliseconds: 600_000 }),
      think: () => THOUGHT,
      check: () => 'unchanged',
    })
    expect(play.inputs('commit')).toEqual([])
    expect(play.inputs('endTurn')).toEqual([expect.objectContaining({ state: 'UNCHANGED' })])
  })

  test('a turn at its limit publishes as partial if its last step was sent back', async () => {
    const { play } = await playTurn({
      prepare: () => ({ steps: 1, milliseconds: 600_000 }),
      check: ({ last }) => (last ? 'stands' : 'sent-back'),
    })
    expect(play.inputs('check').map(({ number }) => number)).toEqual([1, null])
    expect(play.inputs('publish')).toEqual([expect.objectContaining({ partial: true })])
  })
})

test('only consecutive answers that can’t be parsed are counted', async () => {
  const unreadable: Output<'think'> = { readable: false, next: { todo: 'think' } }
  const { play } = await playTurn({ think: inTurn(unreadable, unreadable, THOUGHT, unreadable, FINISHED) })
  expect(play.inputs('think').map(({ unreadableBefore, limit }) => [unreadableBefore, limit])).toEqual([
    [0, 3],
    [1, 3],
    [2, 3],
    [0, 3],
    [1, 3],
  ])
  expect(play.inputs('publish')).toHaveLength(1)
})

test('the work doesn’t wait for its first comment, but its last comment does', async () => {
  const written = Promise.withResolvers<void>()
  const play = house().play({ acknowledge: () => written.promise })
  await play.ask(play.turn(1))
  await until(() => play.inputs('publish').length === 1)
  expect(play.inputs('showProgress')).toEqual([])
  expect((await play.queue()).running).toBe('1')
  expect(play.inputs('report')).toEqual([])
  written.resolve()
  await play.idle()
  expect(play.inputs('report')).toHaveLength(1)
})
