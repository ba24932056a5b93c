import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { opening, REPOSITORY_ID, startDatabase } from '../../support/database-world.ts'
import type { DatabaseWorld, OpeningChanges } from '../../support/database-world.ts'

const NONE = { user: 1_000, repository: 1_000, installation: 1_000 }
let world: DatabaseWorld
beforeEach(async () => {
  world = await startDatabase()
})
afterEach(async () => {
  vi.useRealTimers()
  await world.close()
})

const open = (changes: OpeningChanges) => world.turns.openTurn(opening({ monthlyAllowance: 10_000, ...changes }))
const outcomes = async (changes: OpeningChanges[]) => {
  const answers: string[] = []
  for (const change of changes) answers.push((await open(change)).outcome)
  return answers
}
const theo = { id: 8_000_000_002, login: 'theo' }
const other = { repositoryId: REPOSITORY_ID + 1, name: 'blog' }

describe('the hourly limit', () => {
  test('the hourly limit applies to one person in all repositories', async () => {
    const limits = { ...NONE, user: 2 }
    expect(await outcomes([{ limits }, { limits, ...other }, { limits }, { limits, author: theo }])).toEqual([
      'opened',
      'opened',
      'limited',
      'opened',
    ])
  })

  test('the hourly limit applies to one repository for all people', async () => {
    const limits = { ...NONE, repository: 2 }
    expect(await outcomes([{ limits }, { limits, author: theo }, { limits }, { limits, ...other }])).toEqual([
      'opened',
      'opened',
      'limited',
      'opened',
    ])
  })

  test('the hourly limit applies to all repositories of an installation', async () => {
    const limits = { ...NONE, installation: 2 }
    expect(await outcomes([{ limits }, { limits, ...other }, { limits, author: theo }])).toEqual(['opened', 'opened', 'limited'])
  })

  test('the hourly limit takes no credits for turns over the limit, however many are opened at once', async () => {
    const limits = { ...NONE, repository: 5 }
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, index) => open({ limits, issue: index + 1, credits: 10, monthlyAllowance: 1_000 })),
    )
    expect(answers.filter(({ outcome }) => outcome === 'opened')).toHaveLength(5)
    expect(await world.ledger.summary(REPOSITORY_ID, 1)).toMatchObject({ balance: 950 })
    // All sixty are from one person, who is informed once.
    expect(answers.filter((answer) => answer.outcome === 'limited' && answer.isTold)).toHaveLength(1)
  })

  test('the hourly limit has room again when the first turn is an hour old', async () => {
    vi.useFakeTimers({ now: Date.now(), toFake: ['Date'] })
    const limits = { ...NONE, user: 1 }
    await open({ limits })
    const limited = await open({ limits })
    expect(limited).toMatchObject({ outcome: 'limited', scope: 'user', limit: 1, isTold: true })
    const retryAt = 'retryAt' in limited ? limited.retryAt.getTime() : 0
    expect(Math.abs(retryAt - Date.now() - 3_600_000)).toBeLessThan(60_000)
    vi.setSystemTime(retryAt + 1_000)
    expect(await outcomes([{ limits }])).toEqual(['opened'])
  })
})

describe('the reply about a reached limit', () => {
  const limits = { ...NONE, repository: 1 }

  test('the reply about a reached limit is sent once to each person', async () => {
    await open({ limits })
    const answers = [
      await open({ limits }),
      await open({ limits, author: theo }),
      await open({ limits }),
      await open({ limits, author: theo }),
    ]
    expect(answers.map((answer) => 'isTold' in answer && answer.isTold)).toEqual([true, true, false, false])
  })

  test('the reply about a reached limit is sent again for a command whose reply was lost', async () => {
    await open({ limits })
    const asked = opening({ limits })
    expect(await world.turns.openTurn(asked)).toMatchObject({ isTold: true })
    expect(await world.turns.openTurn(asked)).toMatchObject({ isTold: true })
  })
})
