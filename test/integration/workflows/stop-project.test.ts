import { describe, expect, test } from 'vitest'
import { untilAborted } from '../../support/workflows/fake-activities.ts'
import { until } from '../../support/workflows/workflow-world.ts'
import type { Play } from '../../support/workflows/workflow-world.ts'
import { useWorkflowWorld } from '../../support/workflows/use-workflow-world.ts'

const house = useWorkflowWorld()

/** A project with a turn that never finishes and two queued turns. */
async function busy(): Promise<Play> {
  const play = house().play({ think: (_input, context) => untilAborted(context) })
  await play.ask(play.turn(1))
  await until(() => play.inputs('think').length === 1)
  await play.ask(play.turn(2), play.turn(3))
  await until(async () => (await play.queue()).waiting.length === 2)
  return play
}

describe('a stopped project', () => {
  test('a stopped project ends running and queued turns, then its rows, and replies when it is deleted by a command', async () => {
    const play = await busy()
    const message = play.command(4, { command: { name: 'delete' }, author: { id: 9, login: 'theo' } })
    await play.sessions.stop(play.address, { why: 'deleted', message })
    await play.project.result()
    expect(play.inputs('endTurn')).toMatchObject([{ state: 'CANCELLED' }])
    expect(play.inputs('report')).toMatchObject([{ cancelledBy: 'theo' }])
    expect(play.inputs('dropWaiting').map(({ by }) => by)).toEqual(['theo', 'theo'])
    expect(play.trace('showPlace', 'dropWaiting').slice(-3)).toEqual(['release 1', 'deleteProject project', 'answer 4'])
    expect(play.inputs('answer')).toMatchObject([{ answer: { about: 'deleted' } }])
  })

  test('a stopped project is deleted long after its workflow has ended', async () => {
    const play = house().play()
    const message = play.command(1, { command: { name: 'delete' } })
    await play.sessions.stop(play.address, { why: 'deleted', message })
    await play.project.result()
    expect(play.trace()).toEqual(['deleteProject project', 'answer 1'])
  })

  test('a stopped project ends if its issue is gone', async () => {
    const play = await busy()
    await play.sessions.stop(play.address, { why: 'issue-gone' })
    await play.project.result()
    expect(play.inputs('endTurn')).toMatchObject([{ state: 'CANCELLED' }])
    expect(play.trace().at(-1)).toBe('endWithIssue project')
    expect(play.inputs('open')).toHaveLength(1)
  })

  test('a stopped project returns its credits and stops waiting if Ollio may no longer work there', async () => {
    const play = await busy()
    await play.sessions.stop(play.address, { why: 'not-allowed' })
    await play.project.result()
    expect(play.inputs('endTurn')).toMatchObject([{ state: 'CANCELLED' }])
    expect(play.inputs('open')).toHaveLength(1)
  })

  test('a stopped project needs no workflow if no turn is running', async () => {
    const play = house().play()
    await play.sessions.stop(play.address, { why: 'not-allowed' })
    await expect(play.project.describe()).rejects.toThrow('not found')
  })

  test('a stopped project finishes a turn that is being published', async () => {
    const door = Promise.withResolvers<void>()
    const play = house().play({
      commit: async () => {
        await door.promise
        return { commitSha: 'c0ffee' }
      },
    })
    await play.ask(play.turn(1))
    await until(() => play.inputs('commit').length === 1)
    await play.sessions.stop(play.address, { why: 'not-allowed' })
    door.resolve()
    await play.project.result()
    expect(play.trace()).toContain('publish 1')
    expect(play.inputs('endTurn')).toEqual([])
  })

  test('a stopped project continues if a new turn was requested since then', async () => {
    const play = await busy()
    await play.sessions.stop(play.address, { why: 'not-allowed' })
    await until(() => play.inputs('endTurn').length === 1)
    await play.ask(play.turn(5))
    await until(() => play.inputs('open').length === 2)
    expect(play.trace()).toContain('open 5')
  })
})

describe('an instruction for a turn', () => {
  test('an instruction for a turn is delivered to the project and confirmed with a reaction', async () => {
    const play = house().play({ admit: () => ({ verdict: 'steer' }) })
    await play.send(play.command(1, { command: { name: 'steer', prompt: 'in blue', cut: false } }))
    expect(play.trace()).toEqual(['admit 1', 'locate 1', 'steer 1', 'confirm 1'])
  })

  test('an instruction for a turn gets a reply if no turn is running', async () => {
    const play = house().play({ admit: () => ({ verdict: 'steer' }), steer: () => false })
    await play.send(play.command(1, { command: { name: 'steer', prompt: 'in blue', cut: false } }))
    expect(play.inputs('answer')).toMatchObject([{ answer: { about: 'nothing-to-steer' } }])
  })
})

test('a delete command is delivered to the project', async () => {
  const play = house().play({ admit: () => ({ verdict: 'delete' }) })
  await play.send(play.command(1, { command: { name: 'delete' } }))
  expect(play.trace()).toEqual(['admit 1', 'locate 1', 'deliverDelete 1'])
})
