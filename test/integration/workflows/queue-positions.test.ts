import { expect, test } from 'vitest'
import { failWith, usually } from '../../support/workflows/fake-activities.ts'
import type { Script } from '../../support/workflows/fake-activities.ts'
import { until } from '../../support/workflows/workflow-world.ts'
import type { Play } from '../../support/workflows/workflow-world.ts'
import { useWorkflowWorld } from '../../support/workflows/use-workflow-world.ts'

const house = useWorkflowWorld()

/** A project whose turns each stay open until `goOn` is called for them. */
function playWithDoors(script: Script = {}): { play: Play; goOn: (number: number) => void } {
  const doors = Array.from({ length: 6 }, () => Promise.withResolvers<void>())
  const open = usually('open')
  const play = house().play({
    open: async (input, context) => {
      await doors[play.inputs('open').length]?.promise
      return open(input, context)
    },
    ...script,
  })
  return { play, goOn: (number) => doors[number]?.resolve() }
}

function places(play: Play): string[] {
  const turns = play.trace().filter((call) => call.startsWith('showPlace '))
  return play.inputs('showPlace').map(({ place }, index) => `${turns[index]?.split(' ')[1]} at ${place}`)
}

test('the project shows each queued turn its position, and the new one when others are done', async () => {
  const { play, goOn } = playWithDoors()
  await play.ask(play.turn(1))
  await until(() => play.inputs('open').length === 1)
  await play.ask(play.turn(2))
  await until(() => places(play).length === 1)
  await play.ask(play.turn(3))
  await until(() => places(play).length === 2)
  goOn(1)
  await until(() => play.inputs('open').length === 2 && places(play).length === 3)
  expect(places(play)).toEqual(['2 at 1', '3 at 2', '3 at 1'])
  goOn(2)
  goOn(3)
  await play.idle()
  expect(places(play)).toHaveLength(3)
})

test('moves later turns back for one that was written earlier', async () => {
  const { play, goOn } = playWithDoors()
  await play.ask(play.turn(1))
  await until(() => play.inputs('open').length === 1)
  await play.ask(play.turn(5))
  await until(() => places(play).length === 1)
  await play.ask(play.turn(3))
  await until(() => places(play).length === 3)
  expect(places(play)).toEqual(['5 at 1', '3 at 1', '5 at 2'])
  for (const number of [1, 2, 3]) goOn(number)
  await play.idle()
})

test('the project shows no position for a turn that starts at once', async () => {
  const play = house().play()
  await play.ask(play.turn(1))
  await play.idle()
  expect(places(play)).toEqual([])
})

test('starts no turn while its position is being written', async () => {
  const writing = Promise.withResolvers<void>()
  const { play, goOn } = playWithDoors({
    showPlace: async () => {
      await writing.promise
    },
  })
  await play.ask(play.turn(1))
  await until(() => play.inputs('open').length === 1)
  await play.ask(play.turn(2))
  await until(() => places(play).length === 1)
  goOn(1)
  await until(() => play.inputs('release').length === 1)
  expect(play.inputs('open')).toHaveLength(1)
  writing.resolve()
  goOn(2)
  await play.idle()
  expect(play.inputs('open')).toHaveLength(2)
})

test('runs a turn even if its position can’t be written', async () => {
  const { play, goOn } = playWithDoors({ showPlace: () => failWith('github-refused') })
  await play.ask(play.turn(1))
  await until(() => play.inputs('open').length === 1)
  await play.ask(play.turn(2), play.turn(3))
  for (const number of [1, 2, 3]) goOn(number)
  await play.idle()
  expect(play.inputs('publish')).toHaveLength(3)
})
