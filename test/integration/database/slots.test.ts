import { describe, expect, test } from 'vitest'
import { opening, REPOSITORY_ID, useDatabase } from '../../support/database-world.ts'

const world = useDatabase('each')

const LIMITS = { repository: 2, installation: 3 }
let issues = 0

/** Opens a turn in an issue of its own and returns its id. */
async function open(repository = 0, running = LIMITS): Promise<string> {
  const answer = await world.turns.openTurn(
    opening({
      repositoryId: REPOSITORY_ID + repository,
      name: `shop-${repository}`,
      issue: (issues += 1),
      running,
      monthlyAllowance: 10_000,
    }),
  )
  if (answer.outcome !== 'opened') throw new Error(answer.outcome)
  return answer.turnId
}
const end = (turnId: string) => world.turns.endTurn(turnId, { state: 'UNCHANGED', summary: '' })
const hasPlace = (turnId: string) => world.slots.hasSlot(turnId)
const grantedAfter = async (turnId: string) => {
  await end(turnId)
  return (await world.slots.grantSlots(turnId, LIMITS)).map((one) => one.turnId)
}

describe('turns that run at the same time', () => {
  test('turns that run at the same time are limited per repository and per installation', async () => {
    const turns = [await open(0), await open(0), await open(0), await open(1), await open(2)]
    expect(await Promise.all(turns.map(hasPlace))).toEqual([true, true, false, true, false])
  })

  test('turns that run at the same time never exceed the limits, however many start and end at once', async () => {
    const turns = await Promise.all(Array.from({ length: 40 }, (_, index) => open(index % 4)))
    const running = async () => world.count('Turn', `state = 'RUNNING' AND "startedAt" IS NOT NULL`)
    expect(await running()).toBe(3)
    await Promise.all(turns.slice(0, 20).map(async (turn) => grantedAfter(turn)))
    expect(await running()).toBe(3)
    expect(await world.count('Turn', `state = 'RUNNING'`)).toBe(20)
  })

  test('turns that run at the same time pass their slots on, each to one waiting turn, once', async () => {
    const [first, second, third] = [await open(), await open(), await open()]
    expect(await grantedAfter(first)).toEqual([third])
    expect(await world.slots.grantSlots(first, LIMITS)).toEqual([])
    expect(await grantedAfter(second)).toEqual([])
  })

  test('turns that run at the same time that have lost their workflow don’t hold their slots forever', async () => {
    const [lost, other, waiting] = [await open(), await open(), await open()]
    await world.rows(`UPDATE "Turn" SET "startedAt" = now() - interval '3 hours' WHERE id = $1`, [lost])
    expect((await world.slots.grantSlots(other, LIMITS)).map(({ turnId }) => turnId)).toEqual([waiting])
  })
})

describe('a busy repository', () => {
  test('a busy repository with a hundred waiting turns does not starve two others', async () => {
    const busy: string[] = []
    for (let turn = 0; turn < 100; turn += 1) busy.push(await open(0))
    const [quiet, calm] = [
      [await open(1), await open(1)],
      [await open(2), await open(2)],
    ]
    // Two turns of the busy repository and one of the quiet one run. Then each slot goes to the repository with the fewest running turns.
    const order: string[] = []
    const running = [busy[0] ?? '', busy[1] ?? '', quiet[0] ?? '']
    for (let round = 0; round < 6; round += 1) {
      const granted = await grantedAfter(running.shift() ?? '')
      order.push(...granted.map((turn) => (busy.includes(turn) ? 'busy' : quiet.includes(turn) ? 'quiet' : 'calm')))
      running.push(...granted)
    }
    expect(order.slice(0, 3)).toContain('calm')
    expect(order.filter((who) => who === 'calm')).toHaveLength(2)
    expect(order.filter((who) => who === 'quiet')).toHaveLength(1)
    expect(calm).toHaveLength(2)
    expect(await hasPlace(busy[99] ?? '')).toBe(false)
  })

  test('a busy repository runs its turns in the order in which they were opened', async () => {
    const turns = [await open(), await open(), await open(), await open(), await open()]
    expect(await grantedAfter(turns[0] ?? '')).toEqual([turns[2]])
    expect(await grantedAfter(turns[2] ?? '')).toEqual([turns[3]])
    expect(await grantedAfter(turns[1] ?? '')).toEqual([turns[4]])
  })
})
