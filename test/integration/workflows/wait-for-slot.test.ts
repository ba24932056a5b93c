import { describe, expect, test } from 'vitest'
import { commandKey } from '#src/domain/projects/ids.ts'
import type { Script } from '../../support/workflows/fake-activities.ts'
import { until } from '../../support/workflows/workflow-world.ts'
import { useWorkflowWorld } from '../../support/workflows/use-workflow-world.ts'

const house = useWorkflowWorld()
const waits: Script = { open: ({ message }) => ({ outcome: 'open', turnId: commandKey(message), waits: true }) }

describe('a turn without a free slot', () => {
  test('a turn without a free slot starts its work when it is granted a slot', async () => {
    const play = house().play(waits)
    const turn = play.turn(1)
    await play.ask(turn)
    await until(() => play.inputs('acknowledge').length === 1)
    expect(play.inputs('prepare')).toEqual([])
    // Another turn's slot doesn't count for this one.
    await play.sessions.grantSlot(play.address, 'another')
    await play.sessions.grantSlot(play.address, commandKey(turn))
    await play.idle()
    expect(play.trace()).toContain('publish 1')
  })

  test('a turn without a free slot can be cancelled while it waits, and returns its credits', async () => {
    const play = house().play(waits)
    await play.ask(play.turn(1))
    await until(() => play.inputs('acknowledge').length === 1)
    await play.sessions.requestCancel(play.address, play.cancellation(2))
    await play.idle()
    expect(play.inputs('prepare')).toEqual([])
    expect(play.inputs('endTurn')).toMatchObject([{ state: 'CANCELLED' }])
  })
})

test('every turn passes its slot on when it ends, however it ends', async () => {
  const play = house().play({ check: () => 'unchanged' })
  await play.ask(play.turn(1), play.turn(2))
  await play.idle()
  expect(play.inputs('passOn')).toEqual([{ turnId: commandKey(play.turn(1)) }, { turnId: commandKey(play.turn(2)) }])
})

test('a signal about a slot is lost without harm if the project runs nothing', async () => {
  const play = house().play()
  await expect(play.sessions.grantSlot(play.address, 'a turn')).resolves.toBeUndefined()
})
