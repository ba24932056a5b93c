import { describe, expect, test } from 'vitest'
import { commandKey } from '#src/domain/projects/ids.ts'
import { failWith, untilAborted } from '../../support/workflows/fake-activities.ts'
import type { Script } from '../../support/workflows/fake-activities.ts'
import { until } from '../../support/workflows/workflow-world.ts'
import type { Play } from '../../support/workflows/workflow-world.ts'
import { useWorkflowWorld } from '../../support/workflows/use-workflow-world.ts'

const house = useWorkflowWorld()

/** A project whose first turn is published, with a request to check it again. */
async function asked(script: Script): Promise<Play> {
  const play = house().play(script)
  await play.ask(play.turn(1))
  await play.idle()
  await play.sessions.requestRecheck(play.address, commandKey(play.turn(1)))
  await until(() => play.inputs('recheck').length > 0)
  return play
}

describe('checking a version again', () => {
  test('a new result is published and shown in the comment', async () => {
    const play = await asked({})
    await until(() => play.inputs('report').length === 2)
    const turnId = commandKey(play.turn(1))
    expect(play.inputs('publish').at(-1)).toEqual({ turnId, commitSha: 'c0ffee', partial: false, recheck: true })
    expect(play.inputs('report').at(-1)).toEqual({ turnId })
  })

  test.each<[string, NonNullable<Script['recheck']>]>([
    ['is the same', () => ({ outcome: 'same' })],
    ['is of no use any more', () => ({ outcome: 'outdated' })],
    ['is not known, because it failed', () => failWith('nothing-builds')],
  ])('a result that %s changes nothing, and the project goes on', async (_what, recheck) => {
    const play = await asked({ recheck })
    await play.ask(play.turn(2))
    await play.idle()
    expect(play.inputs('publish').filter(({ recheck: again }) => again === true)).toEqual([])
    expect(play.inputs('open')).toHaveLength(2)
  })

  test('a turn that is asked for meanwhile comes first', async () => {
    const play = await asked({ recheck: (_input, context) => untilAborted(context) })
    await play.ask(play.turn(2))
    await play.idle()
    expect(play.inputs('open')).toHaveLength(2)
    expect(play.inputs('publish').filter(({ recheck }) => recheck === true)).toEqual([])
  })
})
