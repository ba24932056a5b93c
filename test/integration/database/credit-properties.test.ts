import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { OpenedTurn, OpenTurn } from '#src/ports/turns.ts'
import { newVersion, opening, startDatabase } from '../../support/database-world.ts'
import type { DatabaseWorld } from '../../support/database-world.ts'

let world: DatabaseWorld
beforeAll(async () => {
  world = await startDatabase()
  vi.useFakeTimers({ now: new Date('2026-11-26T12:00:00Z'), toFake: ['Date'] })
})
afterAll(async () => {
  vi.useRealTimers()
  await world.close()
})

/** Events that change a repository's credits. Each may happen several times, as with retries. */
const event = fc.record({
  what: fc.oneof(
    fc.record({ kind: fc.constant('open' as const), credits: fc.constantFrom(0, 1, 2, 10) }),
    fc.record({
      kind: fc.constant('end' as const),
      turn: fc.nat(9),
      how: fc.constantFrom('FAILED', 'CANCELLED', 'UNCHANGED', 'PUBLISHED', 'PARTIAL'),
    }),
    fc.record({ kind: fc.constant('grant' as const), credits: fc.integer({ min: -20, max: 40 }) }),
    fc.record({ kind: fc.constant('days' as const), days: fc.integer({ min: -40, max: 40 }) }),
    fc.record({ kind: fc.constant('refill' as const) }),
  ),
  times: fc.constantFrom(1, 1, 1, 2, 3),
})
type What = Parameters<Parameters<typeof event.chain>[0]>[0]['what']

let repositoryId = 7_000_000_000

/** One repository and its history of events. */
class RepositoryHistory {
  readonly id = (repositoryId += 1)
  readonly name = { owner: 'acme', name: `shop-${this.id}` }
  readonly opened: { turn: OpenTurn; id: string }[] = []
  #grants = 0

  /** Returns an event as a function that can be called again. */
  async repeatable(what: What): Promise<() => Promise<unknown>> {
    switch (what.kind) {
      case 'open': {
        const turn = opening({ ...this.name, repositoryId: this.id, credits: what.credits, monthlyAllowance: 30 })
        return async () => this.#note(turn, await world.turns.openTurn(turn))
      }
      case 'end': {
        const found = this.opened[what.turn % Math.max(this.opened.length, 1)]
        return found === undefined ? async () => undefined : this.#end(found.id, what.how)
      }
      case 'grant': {
        const key = `grant ${(this.#grants += 1)}`
        return () => world.ledger.grant({ ...this.name, credits: what.credits, actor: 'op', reason: 'r', key })
      }
      case 'days':
        return async () => vi.setSystemTime(Date.now() + what.days * 86_400_000)
      case 'refill':
        return () => world.ledger.refillDue(new Date(), 1_000)
    }
  }

  #note(turn: OpenTurn, answer: OpenedTurn): void {
    if (answer.outcome === 'opened') this.opened.push({ turn, id: answer.turnId })
  }

  async #end(turnId: string, how: 'FAILED' | 'CANCELLED' | 'UNCHANGED' | 'PUBLISHED' | 'PARTIAL'): Promise<() => Promise<unknown>> {
    if (how === 'UNCHANGED') return () => world.turns.endTurn(turnId, { state: how, summary: '' })
    if (how === 'FAILED' || how === 'CANCELLED')
      return () => world.turns.endTurn(turnId, { state: how, failure: 'unexpected', summary: '' })
    const { state } = await world.turns.turn(turnId)
    if (state === 'RUNNING') await world.versions.prepareVersion(await newVersion(world, turnId))
    return () => world.versions.publish(turnId, { commitSha: 'f'.repeat(40), partial: how === 'PARTIAL', fragments: [] })
  }

  /** Sums from SQL: what the ledger contains, and what it should contain by the states of the turns. */
  async sums(): Promise<{ actual: object; expected: object }> {
    const [row] = await world.rows<Record<'balance' | 'topUp' | 'sum' | 'charges' | 'refunds' | 'charged' | 'back', number>>(
      `SELECT r.balance, r."topUp", u.sum::int, u.charges::int, u.refunds::int, t.charged::int, t.back::int
       FROM "Repository" r,
         LATERAL (SELECT coalesce(sum(credits), 0) AS sum,
             coalesce(-sum(credits) FILTER (WHERE operation IN ('generate', 'refine')), 0) AS charges,
             coalesce(sum(credits) FILTER (WHERE operation = 'refund'), 0) AS refunds
           FROM "Usage" WHERE "repositoryId" = r.id) u,
         LATERAL (SELECT coalesce(sum(t.credits), 0) AS charged,
             coalesce(sum(CASE WHEN t.state = 'PARTIAL' THEN t.credits / 2 WHEN t.state IN ('FAILED', 'CANCELLED', 'UNCHANGED') THEN t.credits ELSE 0 END), 0) AS back
           FROM "Turn" t JOIN "Project" p ON p.id = t."projectId" WHERE p."repositoryId" = r.id) t
       WHERE r.id = $1`,
      [this.id],
    )
    if (row === undefined) return { actual: {}, expected: {} }
    const { balance, topUp, sum, charges, refunds, charged, back } = row
    const isWithin = topUp >= 0 && topUp <= balance
    return { actual: { balance, charges, refunds, isWithin }, expected: { balance: sum, charges: charged, refunds: back, isWithin: true } }
  }
}

test('after any sequence of repeated events, a balance is the sum of its entries, and each turn is charged and refunded once', async () => {
  let happened = 0
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 20, maxLength: 60 }), async (happenings) => {
      const history = new RepositoryHistory()
      for (const { what, times } of happenings) {
        const act = await history.repeatable(what)
        await Promise.all(Array.from({ length: times }, () => act()))
        happened += times
      }
      const { actual, expected } = await history.sums()
      expect(actual).toEqual(expected)
    }),
    { numRuns: 60, seed: 20_261_126 },
  )
  expect(happened).toBeGreaterThan(2_000)
  expect(
    (await world.ledger.audit(null)).every(({ balance, sum, lastBalanceAfter }) => balance === sum && balance === lastBalanceAfter),
  ).toBe(true)
}, 300_000)
