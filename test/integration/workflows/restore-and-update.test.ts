import { describe, expect, test } from 'vitest'
import { failWith, untilAborted, usually } from '../../support/workflows/fake-activities.ts'
import type { Script } from '../../support/workflows/fake-activities.ts'
import { until } from '../../support/workflows/workflow-world.ts'
import type { Play } from '../../support/workflows/workflow-world.ts'
import { useWorkflowWorld } from '../../support/workflows/use-workflow-world.ts'

const house = useWorkflowWorld()

async function played(script: Script): Promise<Play> {
  const play = house().play(script)
  await play.ask(play.turn(1))
  await play.idle()
  return play
}
const opens = (operation: 'restore' | 'rebase'): Script => ({
  open: async (input, context) => ({ ...((await usually('open')(input, context)) as { outcome: 'open'; turnId: string }), operation }),
})
const story = (play: Play) => play.trace('acknowledge', 'showProgress', 'report')

describe('a turn without an agent', () => {
  test('a turn without an agent restores: stages, checks, commits and publishes', async () => {
    const play = await played(opens('restore'))
    expect(story(play)).toEqual(['open 1', 'stage 1', 'check 1', 'commit 1', 'publish 1', 'release 1'])
    expect(play.inputs('check')).toMatchObject([{ number: null, last: true, whole: true }])
  })

  test('a turn without an agent rebases: merges first and publishes the merge commit', async () => {
    const play = await played(opens('rebase'))
    expect(story(play)).toEqual(['open 1', 'mergeBase 1', 'stage 1', 'check 1', 'publish 1', 'release 1'])
    expect(play.inputs('stage')).toMatchObject([{ mergeSha: 'deadbee' }])
    expect(play.inputs('publish')).toMatchObject([{ commitSha: 'deadbee', partial: false }])
  })

  test.each<[string, Script, string[]]>([
    ['has that state already', { ...opens('restore'), stage: () => 'unchanged' }, ['open 1', 'stage 1', 'endTurn 1', 'release 1']],
    [
      'contains the base branch already',
      { ...opens('rebase'), mergeBase: () => ({ commitSha: null }) },
      ['open 1', 'mergeBase 1', 'endTurn 1', 'release 1'],
    ],
  ])('a turn without an agent ends unchanged if the branch %s', async (_case, script, expected) => {
    const play = await played(script)
    expect(story(play)).toEqual(expected)
    expect(play.inputs('endTurn')).toMatchObject([{ state: 'UNCHANGED' }])
  })

  test.each(['restore', 'rebase'] as const)('a turn without an agent fails like any other: %s', async (operation) => {
    const play = await played({ ...opens(operation), stage: () => failWith('restore-collided') })
    expect(play.inputs('endTurn')).toMatchObject([{ state: 'FAILED', failure: 'restore-collided' }])
    expect(play.trace()).not.toContain('publish 1')
  })

  test('a turn without an agent can be cancelled while it is staged, but a merge is never undone', async () => {
    const restore = house().play({ ...opens('restore'), stage: (_input, context) => untilAborted(context) })
    await restore.ask(restore.turn(1))
    await until(() => restore.inputs('stage').length === 1)
    await restore.sessions.requestCancel(restore.address, restore.cancellation(2))
    await restore.idle()
    expect(restore.inputs('endTurn')).toMatchObject([{ state: 'CANCELLED' }])

    const door = Promise.withResolvers<void>()
    const rebase = house().play({
      ...opens('rebase'),
      stage: async (input, context) => {
        await door.promise
        return usually('stage')(input, context)
      },
    })
    await rebase.ask(rebase.turn(1))
    await until(() => rebase.inputs('stage').length === 1)
    await rebase.sessions.requestCancel(rebase.address, rebase.cancellation(2))
    await until(() => rebase.inputs('answer').length === 1)
    expect(rebase.inputs('answer')[0]?.answer).toEqual({ about: 'too-late-to-cancel' })
    door.resolve()
    await rebase.idle()
    expect(rebase.trace()).toContain('publish 1')
  })
})

describe('a turn with nothing to do', () => {
  test('a turn with nothing to do gets a reply in its position comment, and the next one runs', async () => {
    const play = house().play({
      open: (input, context) =>
        play.inputs('open').length === 1 ? { outcome: 'nothing', answer: { about: 'nothing-to-retry' } } : usually('open')(input, context),
    })
    await play.ask(play.turn(1), play.turn(2))
    await play.idle()
    expect(play.inputs('answer')).toMatchObject([{ answer: { about: 'nothing-to-retry' }, inPlace: true }])
    expect(play.trace()).toContain('publish 2')
  })
})

describe('a push while a turn runs', () => {
  const movedOnce = (): Script => {
    let commits = 0
    return { commit: () => ((commits += 1) === 1 ? { moved: true } : { commitSha: 'c0ffee' }) }
  }

  test('a push while a turn runs leads to one further commit on top, checked again', async () => {
    const play = await played(movedOnce())
    expect(story(play)).toEqual([
      'open 1',
      'prepare 1',
      'think 1',
      'check 1',
      'commit 1',
      'moveOnto 1',
      'check 1',
      'commit 1',
      'publish 1',
      'release 1',
    ])
    expect(play.inputs('commit').map(({ mayMove }) => mayMove)).toEqual([true, false])
    expect(play.inputs('check').at(-1)).toMatchObject({ number: null, last: true, whole: true })
  })

  test('a push while a turn runs leaves a partial turn partial', async () => {
    const play = await played({
      ...movedOnce(),
      prepare: () => ({ steps: 1, milliseconds: 600_000 }),
      think: () => ({ readable: true, next: { todo: 'think' } }),
    })
    expect(play.inputs('check').at(-1)).toMatchObject({ whole: false })
    expect(play.inputs('publish')).toMatchObject([{ partial: true }])
  })

  test('a push while a turn runs ends the turn if it conflicts, or unchanged if it made the same change', async () => {
    const collided = await played({ ...movedOnce(), moveOnto: () => failWith('branch-collided') })
    expect(collided.inputs('endTurn')).toMatchObject([{ state: 'FAILED', failure: 'branch-collided' }])
    let checks = 0
    const same = await played({ ...movedOnce(), check: () => ((checks += 1) === 1 ? 'stands' : 'unchanged') })
    expect(same.inputs('endTurn')).toMatchObject([{ state: 'UNCHANGED' }])
  })

  test('a push while a turn runs leaves another chance to cancel', async () => {
    const play = house().play({ ...movedOnce(), moveOnto: (_input, context) => untilAborted(context) })
    await play.ask(play.turn(1))
    await until(() => play.inputs('moveOnto').length === 1)
    await play.sessions.requestCancel(play.address, play.cancellation(2))
    await play.idle()
    expect(play.inputs('endTurn')).toMatchObject([{ state: 'CANCELLED' }])
  })
})

describe('a turn over an hourly limit', () => {
  const limited = (isTold: boolean): Script => ({
    open: () => ({
      outcome: 'limited',
      answer: { about: 'limit-reached', scope: 'user', limit: 30, retryAt: '2026-11-26T19:00:00.000Z' },
      isTold,
    }),
  })

  test('a turn over an hourly limit gets a reply, and the next one only a reaction', async () => {
    const first = await played(limited(true))
    expect(first.trace()).toEqual(['open 1', 'answer 1'])
    const second = await played(limited(false))
    expect(second.trace()).toEqual(['open 1', 'refuse 1'])
  })

  test('a turn over an hourly limit gets the reply in the comment that showed its queue position', async () => {
    const door = Promise.withResolvers<void>()
    let asked = 0
    const play = house().play({
      open: async (input, context) =>
        (asked += 1) === 1 ? usually('open')(input, context) : (limited(false).open ?? usually('open'))(input, context),
      prepare: async (input, context) => {
        await door.promise
        return usually('prepare')(input, context)
      },
    })
    await play.ask(play.turn(1))
    await until(() => play.inputs('prepare').length === 1)
    await play.ask(play.turn(2))
    await until(() => play.inputs('showPlace').length === 1)
    door.resolve()
    await play.idle()
    expect(play.inputs('answer')).toMatchObject([{ answer: { about: 'limit-reached' }, inPlace: true }])
    expect(play.inputs('refuse')).toEqual([])
  })
})
