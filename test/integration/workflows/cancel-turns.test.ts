import { describe, expect, test } from 'vitest'
import { failWith, untilAborted, usually } from '../../support/workflows/fake-activities.ts'
import type { ActivityName, Script } from '../../support/workflows/fake-activities.ts'
import { until } from '../../support/workflows/workflow-world.ts'
import type { Play } from '../../support/workflows/workflow-world.ts'
import { useWorkflowWorld } from '../../support/workflows/use-workflow-world.ts'

const house = useWorkflowWorld()
const WILL = { id: 9, login: 'will' }
const NEVER: Script = { think: (_input, context) => untilAborted(context) }

/** A project whose first turn never finishes, with `waiting` turns in its queue. */
async function playWhileBusy(waiting = 0, script: Script = NEVER, activity: ActivityName = 'think'): Promise<Play> {
  const play = house().play(script)
  await play.ask(play.turn(1))
  await until(() => play.inputs(activity).length === 1)
  await play.ask(...Array.from({ length: waiting }, (_, index) => play.turn(index + 2)))
  await until(() => play.inputs('showPlace').length === waiting)
  return play
}

const cancel = (play: Play, ...input: Parameters<Play['cancellation']>): Promise<void> =>
  play.sessions.requestCancel(play.address, play.cancellation(...input))
const replies = (play: Play): unknown[] => play.inputs('answer').map(({ answer }) => answer)

describe('cancelling a running turn', () => {
  test.each<[ActivityName, Script]>([
    ['prepare', { prepare: (_input, context) => untilAborted(context) }],
    ['think', NEVER],
    ['act', { think: () => ({ readable: true, next: { todo: 'act', index: 0 } }), act: (_input, context) => untilAborted(context) }],
    ['check', { check: (_input, context) => untilAborted(context) }],
  ])('cancelling a running turn in %s ends it as cancelled, names the author, and the project continues', async (activity, script) => {
    const play = await playWhileBusy(0, script, activity)
    await cancel(play, 2)
    await play.idle()
    expect(play.inputs('endTurn')).toMatchObject([{ state: 'CANCELLED', failure: 'cancelled' }])
    expect(play.inputs('report')).toMatchObject([{ cancelledBy: 'mara' }])
    expect(play.inputs('confirm')).toHaveLength(1)
    expect(play.inputs('commit')).toEqual([])
    expect((await play.project.describe()).status.name).toBe('RUNNING')
  })

  test('cancelling a running turn leaves the queued turns, which run next', async () => {
    const play = await playWhileBusy(1, {
      think: (input, context) => (play.inputs('think').length === 1 ? untilAborted(context) : usually('think')(input, context)),
    })
    await cancel(play, 3)
    await play.idle()
    expect(play.inputs('endTurn')).toHaveLength(1)
    expect(play.trace().filter((call) => call.startsWith('publish'))).toEqual(['publish 2'])
  })

  test('cancelling a running turn with all also removes the queued turns, each with a comment', async () => {
    const play = await playWhileBusy(3)
    await cancel(play, 9, { all: true })
    await play.idle()
    expect(play.trace().filter((call) => call.startsWith('dropWaiting'))).toEqual(['dropWaiting 2', 'dropWaiting 3', 'dropWaiting 4'])
    expect(play.inputs('dropWaiting').map(({ by }) => by)).toEqual(['mara', 'mara', 'mara'])
    expect(play.trace().filter((call) => call.startsWith('open'))).toEqual(['open 1'])
  })

  test('cancelling a running turn is too late while the turn is being published, and its author gets a reply', async () => {
    const door = Promise.withResolvers<void>()
    const commit: Script['commit'] = async (input, context) => {
      await door.promise
      return usually('commit')(input, context)
    }
    const play = await playWhileBusy(0, { commit }, 'commit')
    await cancel(play, 2)
    await until(() => replies(play).length === 1)
    door.resolve()
    await play.idle()
    expect(replies(play)).toEqual([{ about: 'too-late-to-cancel' }])
    expect(play.inputs('publish')).toHaveLength(1)
    expect(play.inputs('endTurn')).toEqual([])
  })

  test('cancelling a running turn twice cancels it once, for the author of the first command', async () => {
    const door = Promise.withResolvers<void>()
    const play = await playWhileBusy(0, {
      ...NEVER,
      endTurn: async () => {
        await door.promise
      },
    })
    await cancel(play, 2)
    await cancel(play, 3, { author: WILL, asAdmin: true })
    await until(() => play.inputs('confirm').length === 2)
    door.resolve()
    await play.idle()
    expect(play.inputs('endTurn')).toHaveLength(1)
    expect(play.inputs('report')).toMatchObject([{ cancelledBy: 'mara' }])
  })
})

test('a cancel command does nothing if the same command is delivered twice', async () => {
  const play = await playWhileBusy(1)
  await cancel(play, 9)
  await until(() => play.inputs('think').length === 2)
  await cancel(play, 9)
  await play.ask(play.turn(3))
  await until(() => play.inputs('showPlace').length === 2)
  expect(await play.queue()).toEqual({ running: '2', waiting: ['3'] })
  await play.project.terminate('the test is over')
})

test('a cancel command with queued turns moves up those that are left', async () => {
  const play = await playWhileBusy(1)
  await play.ask(play.turn(3, { author: WILL }))
  await until(() => play.inputs('showPlace').length === 2)
  await cancel(play, 9, { all: true, author: WILL })
  await until(() => play.inputs('dropWaiting').length === 1)
  const other = await playWhileBusy(0)
  await other.ask(other.turn(2, { author: WILL }), other.turn(3))
  await until(() => other.inputs('showPlace').length === 2)
  await cancel(other, 9, { all: true, author: WILL })
  await until(() => other.inputs('showPlace').length === 3)
  expect(other.inputs('showPlace').map(({ place }) => place)).toEqual([1, 2, 1])
  await Promise.all([play, other].map(({ project }) => project.terminate('the test is over')))
})

describe('cancelling somebody else’s turn', () => {
  test('cancelling somebody else’s turn is refused with the name of its author', async () => {
    const play = await playWhileBusy(1)
    await cancel(play, 9, { all: true, author: WILL })
    await until(() => replies(play).length === 1)
    expect(replies(play)).toEqual([{ about: 'not-yours-to-cancel', author: 'mara' }])
    expect((await play.queue()).waiting).toEqual(['2'])
    await play.project.terminate('the test is over')
  })

  test('cancelling somebody else’s turn is allowed for an admin', async () => {
    const play = await playWhileBusy(1)
    await cancel(play, 9, { all: true, author: WILL, asAdmin: true })
    await play.idle()
    expect(play.inputs('report')).toMatchObject([{ cancelledBy: 'will' }])
    expect(play.inputs('dropWaiting')).toMatchObject([{ by: 'will' }])
  })

  test('cancelling somebody else’s turn with all removes only one’s own queued turns', async () => {
    const play = await playWhileBusy(2)
    await play.ask(play.turn(4, { author: WILL }))
    await cancel(play, 9, { all: true, author: WILL })
    await until(() => play.inputs('dropWaiting').length === 1)
    expect((await play.queue()).waiting).toEqual(['2', '3'])
    await play.project.terminate('the test is over')
  })
})

test('cancelling without any turn gets a reply', async () => {
  const play = house().play()
  await cancel(play, 1)
  await until(() => replies(play).length === 1)
  expect(replies(play)).toEqual([{ about: 'nothing-to-cancel' }])
})

test('a comment that can’t be written ends neither the project nor the cancellation', async () => {
  const play = await playWhileBusy(1, {
    ...NEVER,
    dropWaiting: () => failWith('github-refused'),
    confirm: () => failWith('github-refused'),
  })
  await cancel(play, 9, { all: true })
  await play.idle()
  expect(play.inputs('endTurn')).toHaveLength(1)
})

test('a cancel command is admitted, located and delivered with the permission of its author', async () => {
  const address = { repositoryId: 5, issue: 9, ordinal: 3 }
  const play = house().play({ admit: () => ({ verdict: 'cancel', asAdmin: true }), locate: () => ({ found: true, address }) })
  const message = { ...play.command(1), command: { name: 'cancel' as const, all: true } }
  await play.send(message)
  expect(play.calls).toEqual([
    { activity: 'admit', input: { message } },
    { activity: 'locate', input: { message, begins: false } },
    { activity: 'deliverCancel', input: { address, message, asAdmin: true } },
  ])
})

test('a cancel command without a project gets a reply', async () => {
  const play = house().play({ admit: () => ({ verdict: 'cancel', asAdmin: false }), locate: () => ({ found: false }) })
  await play.send({ ...play.command(1), command: { name: 'cancel', all: false } })
  expect(replies(play)).toEqual([{ about: 'nothing-to-cancel' }])
})
