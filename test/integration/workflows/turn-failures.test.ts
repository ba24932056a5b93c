import { describe, expect, test } from 'vitest'
import type { ActivityContext } from '#src/activities/shared/as-activity.ts'
import type { FailureKind } from '#src/domain/shared/failures.ts'
import { failWith, usually } from '../../support/workflows/fake-activities.ts'
import type { ActivityName, Output, Script } from '../../support/workflows/fake-activities.ts'
import type { Play } from '../../support/workflows/workflow-world.ts'
import { useWorkflowWorld } from '../../support/workflows/use-workflow-world.ts'

const house = useWorkflowWorld()

/** A script in which `activity` fails with `kind` the first time and works as usual afterwards. */
function failsOnce(activity: ActivityName, kind: FailureKind): Script {
  let calls = 0
  return {
    [activity]: (input: never, context: ActivityContext) => ((calls += 1) === 1 ? failWith(kind) : usually(activity)(input, context)),
  }
}

async function playTwoTurns(script: Script): Promise<Play> {
  const play = house().play(script)
  await play.ask(play.turn(1), play.turn(2))
  await play.idle()
  return play
}

/** The second turn was published, whatever happened to the first. */
function expectSecondPublished(play: Play): void {
  expect(play.trace()).toEqual(expect.arrayContaining(['open 2', 'publish 2', 'report 2', 'release 2']))
}

describe('a failing turn ends with its failure and returns its credits, and the next turn runs', () => {
  test.each<[ActivityName, FailureKind, number]>([
    ['prepare', 'branch-gone', 2],
    ['think', 'model-unreadable', 3],
    ['act', 'sandbox-path', 4],
    ['check', 'nothing-builds', 5],
    ['check', 'secret-found', 5],
    ['commit', 'branch-moved', 6],
    ['publish', 'github-refused', 7],
  ])('%s: %s', async (activity, kind, callsBefore) => {
    const play = await playTwoTurns({
      think: () => ({ readable: true, next: { todo: 'act', index: 0 } }),
      act: () => ({ todo: 'finish' }),
      ...failsOnce(activity, kind),
    })
    const trace = play.trace('acknowledge', 'showPlace', 'showProgress', 'report')
    expect(trace.slice(callsBefore - 1, callsBefore + 3)).toEqual([`${activity} 1`, 'endTurn 1', 'release 1', 'open 2'])
    expect(play.inputs('endTurn')).toEqual([expect.objectContaining({ state: 'FAILED', failure: kind })])
    expect(play.trace()).toContain('report 1')
    expectSecondPublished(play)
  })
})

test.each<ActivityName>(['acknowledge', 'report', 'release'])('a turn is published although %s fails', async (activity) => {
  const play = await playTwoTurns(failsOnce(activity, 'github-refused'))
  expect(play.trace()).toEqual(expect.arrayContaining(['acknowledge 1', 'publish 1', 'report 1', 'release 1']))
  expect(play.inputs('endTurn')).toEqual([])
  expectSecondPublished(play)
})

test('a turn whose end can’t be written doesn’t block the next turn', async () => {
  const play = await playTwoTurns({ ...failsOnce('prepare', 'branch-gone'), ...failsOnce('endTurn', 'github-refused') })
  expect(play.trace()).toEqual(expect.arrayContaining(['endTurn 1', 'report 1', 'release 1']))
  expectSecondPublished(play)
})

test('a temporary failure is retried and the turn continues', async () => {
  const play = await playTwoTurns(failsOnce('prepare', 'sandbox-lost'))
  expect(play.trace('acknowledge', 'showPlace').slice(0, 4)).toEqual(['open 1', 'prepare 1', 'prepare 1', 'think 1'])
  expect(play.inputs('endTurn')).toEqual([])
  expectSecondPublished(play)
})

describe('a turn that can’t be opened', () => {
  const INSUFFICIENT = { outcome: 'insufficient', balance: 3, cost: 10, nextRefillAt: '2026-12-01T00:00:00.000Z' } as const
  const whereOpen = (outcome: () => Output<'open'>, more: Script = {}): Promise<Play> => {
    const open = usually('open')
    let calls = 0
    return playTwoTurns({ open: (...args) => ((calls += 1) === 1 ? outcome() : open(...args)), ...more })
  }

  test('a turn that can’t be opened because of missing credits gets one reply and runs nothing', async () => {
    const play = await whereOpen(() => INSUFFICIENT)
    expect(play.trace('showPlace').slice(0, 3)).toEqual(['open 1', 'answer 1', 'open 2'])
    const { outcome, ...numbers } = INSUFFICIENT
    expect(play.inputs('answer')).toEqual([{ message: play.turn(1), answer: { about: outcome, ...numbers }, inPlace: true }])
    expectSecondPublished(play)
  })

  test('a turn that can’t be opened because it was done before is ignored', async () => {
    const play = await whereOpen(() => ({ outcome: 'already-done' }))
    expect(play.trace('showPlace').slice(0, 2)).toEqual(['open 1', 'open 2'])
    expect(play.inputs('answer')).toEqual([])
    expectSecondPublished(play)
  })

  test('a turn that can’t be opened because its rows can’t be written gets a reply with the reason', async () => {
    const play = await whereOpen(() => failWith('github-refused'))
    expect(play.trace('showPlace').slice(0, 3)).toEqual(['open 1', 'answer 1', 'open 2'])
    expect(play.inputs('answer')).toEqual([
      { message: play.turn(1), answer: { about: 'could-not-start', failure: 'github-refused' }, inPlace: true },
    ])
    expectSecondPublished(play)
  })

  test.each<[string, () => Output<'open'>]>([
    ['because of missing credits', () => INSUFFICIENT],
    ['because its rows can’t be written', () => failWith('github-refused')],
  ])('%s doesn’t end the project if its reply can’t be written either', async (_reason, outcome) => {
    const play = await whereOpen(outcome, failsOnce('answer', 'github-refused'))
    expect(play.inputs('answer')).toHaveLength(1)
    expectSecondPublished(play)
  })
})
