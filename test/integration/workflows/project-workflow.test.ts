import { describe, expect, test } from 'vitest'
import { failWith, usually } from '../../support/workflows/fake-activities.ts'
import type { Script } from '../../support/workflows/fake-activities.ts'
import { until } from '../../support/workflows/workflow-world.ts'
import type { Play } from '../../support/workflows/workflow-world.ts'
import { useWorkflowWorld } from '../../support/workflows/use-workflow-world.ts'

const house = useWorkflowWorld()

/** A project whose first turn stays open until `goOn` is called. */
async function playWhileBusy(script: Script = {}): Promise<{ play: Play; goOn: () => void }> {
  const door = Promise.withResolvers<void>()
  const open = usually('open')
  const play = house().play({
    ...script,
    open: async (input, context) => {
      await door.promise
      return open(input, context)
    },
  })
  await play.ask(play.turn(1))
  await until(() => play.inputs('open').length === 1)
  return { play, goOn: door.resolve }
}

const opened = (play: Play): string[] => play.trace().filter((call) => call.startsWith('open'))

describe('the turns of a project', () => {
  test('the turns of a project run one at a time', async () => {
    const play = house().play()
    await play.ask(play.turn(1), play.turn(2), play.turn(3))
    await play.idle()
    const steps = ['open', 'prepare', 'think', 'check', 'commit', 'publish', 'release']
    expect(play.trace('acknowledge', 'showPlace', 'report')).toEqual(
      [1, 2, 3].flatMap((number) => steps.map((step) => `${step} ${number}`)),
    )
  })

  test('the turns of a project run in the order in which they were written, whatever order they arrive in', async () => {
    const { play, goOn } = await playWhileBusy()
    await play.ask(play.turn(5), play.turn(3), play.turn(4), play.turn(2))
    expect(await play.queue()).toEqual({ running: '1', waiting: ['2', '3', '4', '5'] })
    goOn()
    await play.idle()
    expect(opened(play)).toEqual(['open 1', 'open 2', 'open 3', 'open 4', 'open 5'])
  })

  test('the turns of a project run by kind and then by number if they were written in the same second', async () => {
    const { play, goOn } = await playWhileBusy()
    const { writtenAt } = play.turn(2)
    const review = play.turn(2, { kind: 'review' })
    const line = play.turn(3, { kind: 'review-comment', writtenAt })
    const early = play.turn(4, { writtenAt })
    const late = play.turn(5, { writtenAt })
    await play.ask(line, late, review, early)
    expect((await play.queue()).waiting).toEqual(['4', '5', 'review:2', 'review-comment:3'])
    goOn()
    await play.idle()
    expect(play.inputs('open').map(({ message }) => message)).toEqual([play.turn(1), early, late, review, line])
  })

  test('the turns of a project run once each, however often they are requested while they are queued or running', async () => {
    const { play, goOn } = await playWhileBusy()
    await play.ask(play.turn(2), play.turn(1), play.turn(2), play.turn(1), play.turn(2))
    expect(await play.queue()).toEqual({ running: '1', waiting: ['2'] })
    goOn()
    await play.idle()
    expect(opened(play)).toEqual(['open 1', 'open 2'])
    expect(play.inputs('answer')).toEqual([])
  })

  test('the turns of a project are decided by the database if they are requested after they ended', async () => {
    const play = house().play({
      open: (input, context) => (opened(play).length > 1 ? { outcome: 'already-done' } : usually('open')(input, context)),
    })
    await play.ask(play.turn(1))
    await play.idle()
    await play.ask(play.turn(1))
    await until(() => opened(play).length === 2)
    await play.idle()
    expect(play.inputs('publish')).toHaveLength(1)
    expect(play.trace().at(-1)).toBe('open 1')
  })

  test('the turns of a project don’t wait for those of another project', async () => {
    const { play, goOn } = await playWhileBusy()
    const other = house().play()
    await other.ask(other.turn(1))
    await other.idle()
    expect(other.inputs('publish')).toHaveLength(1)
    expect(play.inputs('prepare')).toEqual([])
    goOn()
    await play.idle()
  })
})

describe('a twenty-first queued turn', () => {
  const numbers = Array.from({ length: 20 }, (_, index) => index + 2)

  test('a twenty-first queued turn is refused with a reply, and accepted when it is requested again', async () => {
    const { play, goOn } = await playWhileBusy()
    await play.ask(...numbers.map((number) => play.turn(number)), play.turn(22), play.turn(3))
    await until(() => play.inputs('answer').length > 0)
    expect((await play.queue()).waiting).toEqual(numbers.map(String))
    expect(play.inputs('answer')).toEqual([{ message: play.turn(22), answer: { about: 'queue-full', limit: 20 } }])
    goOn()
    await until(async () => (await play.queue()).waiting.length < 20)
    await play.ask(play.turn(22))
    await play.idle()
    expect(opened(play)).toEqual([1, ...numbers, 22].map((number) => `open ${number}`))
  })

  test('a twenty-first queued turn doesn’t end the project if the reply can’t be written', async () => {
    const { play, goOn } = await playWhileBusy({ answer: () => failWith('github-refused') })
    await play.ask(...numbers.map((number) => play.turn(number)), play.turn(22))
    await until(() => play.inputs('answer').length > 0)
    goOn()
    await until(() => opened(play).length > 1)
    expect((await play.queue()).running).not.toBeNull()
  })
})
