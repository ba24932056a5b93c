import { describe, expect, test } from 'vitest'
import { createDatabase } from '#src/adapters/prisma/prisma-database.ts'
import type { OpenedTurn } from '#src/ports/turns.ts'
import { newVersion, opening, REPOSITORY_ID, useDatabase } from '../../support/database-world.ts'

const world = useDatabase('each')

async function balance(): Promise<number> {
  const [row] = await world.rows<{ balance: number }>('SELECT balance FROM "Repository" WHERE id = $1', [REPOSITORY_ID])
  return row?.balance ?? NaN
}

async function ledgerSum(): Promise<number> {
  const [row] = await world.rows<{ sum: string }>('SELECT sum(credits) FROM "Usage" WHERE "repositoryId" = $1', [REPOSITORY_ID])
  return Number(row?.sum)
}

function tally(answers: readonly OpenedTurn[]): Record<string, number> {
  return Object.fromEntries(
    Object.entries(Object.groupBy(answers, ({ outcome }) => outcome)).map(([outcome, same]) => [outcome, same.length]),
  )
}

describe('concurrent changes of credits', () => {
  test('two hundred turns over fifty credits, from the pools of two processes, open five turns and never overspend', async () => {
    const other = createDatabase(world.url)
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        (index % 2 === 0 ? world : other.store).turns.openTurn(
          opening({ issue: 1 + (index % 40), author: { id: 1 + (index % 9), login: `person-${index % 9}` }, monthlyAllowance: 50 }),
        ),
      ),
    )
    await other.close()
    expect(tally(answers)).toEqual({ opened: 5, insufficient: 195 })
    expect(await balance()).toBe(0)
    expect(await ledgerSum()).toBe(0)
    expect(await world.count('Turn')).toBe(5)
    expect(await world.count('Usage', `operation = 'generate'`)).toBe(5)
    expect(await world.count('Usage', `operation = 'allowance'`)).toBe(1)
    const after = await world.rows<{ balanceAfter: number }>(
      'SELECT "balanceAfter" FROM "Usage" WHERE credits <> 0 ORDER BY "balanceAfter" DESC',
    )
    expect(after.map(({ balanceAfter }) => balanceAfter)).toEqual([50, 40, 30, 20, 10, 0])
  })

  test('turns of one project that open at the same time get different numbers', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => world.turns.openTurn(opening({ monthlyAllowance: 1_000 }))))
    expect(tally(answers)).toEqual({ opened: 20 })
    const numbers = await world.rows<{ number: number }>('SELECT number FROM "Turn" ORDER BY number')
    expect(numbers.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
  })

  test('the same turn opened several times at once is charged once, even with the last credits', async () => {
    const asked = opening({ monthlyAllowance: 10 })
    const answers = await Promise.all(Array.from({ length: 30 }, () => world.turns.openTurn(asked)))
    expect(tally(answers)).toEqual({ opened: 1, 'already-open': 29 })
    expect(new Set(answers.map((answer) => 'turnId' in answer && answer.turnId)).size).toBe(1)
    expect([await balance(), await ledgerSum()]).toEqual([0, 0])
  })

  test('concurrent openings, refunds and publications end in a balance that is the sum of the ledger', async () => {
    const turnIds = await Promise.all(
      Array.from({ length: 24 }, (_, index) => world.open({ issue: 1 + (index % 4), monthlyAllowance: 600 })),
    )
    for (const turnId of turnIds) await world.versions.prepareVersion(await newVersion(world, turnId))
    await Promise.all(
      turnIds.flatMap((turnId, index): Promise<unknown>[] => [
        world.turns.endTurn(turnId, { state: 'FAILED', failure: 'sandbox-lost', summary: '' }),
        world.versions.publish(turnId, { commitSha: 'f'.repeat(40), partial: false, fragments: [] }),
        world.turns.openTurn(opening({ issue: 1 + (index % 4) })),
      ]),
    )
    expect(await balance()).toBe(await ledgerSum())
    const [published, failed] = [await world.count('Turn', `state = 'PUBLISHED'`), await world.count('Turn', `state = 'FAILED'`)]
    expect(published + failed).toBe(24)
    expect(await world.count('Version', `state = 'PUBLISHED'`)).toBe(published)
    expect(await world.count('Usage', `operation = 'refund'`)).toBe(failed)
    expect(await world.count('Message', `role = 'ASSISTANT'`)).toBe(24)
  })
})

describe('refunds', () => {
  test('a turn that ends twice, or many times at once, is refunded once', async () => {
    const turnId = await world.open()
    const end = () => world.turns.endTurn(turnId, { state: 'CANCELLED', failure: 'cancelled', summary: 'The turn was cancelled.' })
    await Promise.all([end(), end(), end(), end()])
    await end()
    expect([await balance(), await ledgerSum()]).toEqual([100, 100])
    expect(await world.rows(`SELECT credits, "balanceAfter", reason FROM "Usage" WHERE operation = 'refund'`)).toEqual([
      { credits: 10, balanceAfter: 100, reason: 'cancelled' },
    ])
    expect(await world.count('Message', `role = 'ASSISTANT'`)).toBe(1)
  })

  test('a turn that was never opened gets no refund', async () => {
    await world.turns.endTurn('0190a000-0000-7000-8000-000000000000', { state: 'FAILED', failure: 'unexpected', summary: '' })
    expect(await world.count('Usage')).toBe(0)
  })

  test('a turn that was published gets no refund', async () => {
    const turnId = await world.open()
    await world.versions.prepareVersion(await newVersion(world, turnId))
    await world.versions.publish(turnId, { commitSha: 'f'.repeat(40), partial: true, fragments: [] })
    await world.turns.endTurn(turnId, { state: 'FAILED', failure: 'github-unavailable', summary: '' })
    expect(await world.turns.turn(turnId)).toMatchObject({ state: 'PARTIAL', failure: null, project: { status: 'COMPLETED' } })
    expect(await balance()).toBe(95)
  })

  test('tokens are in the ledger without credits, whether the turn was published or not', async () => {
    const turnId = await world.open()
    await world.turns.endTurn(turnId, { state: 'UNCHANGED', summary: 'The components already match the prompt.' })
    expect(await world.rows(`SELECT credits, "balanceAfter", actor FROM "Usage" WHERE operation = 'tokens'`)).toEqual([
      { credits: 0, balanceAfter: 100, actor: 'mara' },
    ])
    expect(await world.turns.turn(turnId)).toMatchObject({ state: 'UNCHANGED', failure: null })
  })
})

describe('constraints of the database', () => {
  test('a balance is never negative', async () => {
    await world.open()
    await expect(world.rows('UPDATE "Repository" SET balance = -1')).rejects.toMatchObject({ code: '23514' })
  })

  test.each(['UPDATE "Usage" SET credits = 0', 'DELETE FROM "Usage"', 'DELETE FROM "Repository"'])(
    'the ledger is append-only: %s is refused',
    async (sql) => {
      await world.open()
      await expect(world.rows(sql)).rejects.toThrow(/append-only|foreign key/)
      expect(await ledgerSum()).toBe(90)
    },
  )
})

test('the summary lists the newest entries first, and is null for an unknown repository', async () => {
  expect(await world.ledger.summary(REPOSITORY_ID, 5)).toBeNull()
  const turnId = await world.open()
  await world.turns.endTurn(turnId, { state: 'FAILED', failure: 'model-busy', summary: '' })
  await world.open()
  const summary = await world.ledger.summary(REPOSITORY_ID, 3)
  expect(summary).toMatchObject({ balance: 90, monthlyAllowance: 100, nextRefillAt: expect.any(Date) })
  expect(summary?.entries.map(({ operation, credits, balanceAfter, actor }) => [operation, credits, balanceAfter, actor])).toEqual([
    ['generate', -10, 90, 'mara'],
    ['refund', 10, 100, 'ollio'],
    ['generate', -10, 90, 'mara'],
  ])
})
