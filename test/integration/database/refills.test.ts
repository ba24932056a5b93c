import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createDatabase } from '#src/adapters/prisma/prisma-database.ts'
import { newVersion, opening, REPOSITORY_ID, startDatabase } from '../../support/database-world.ts'
import type { DatabaseWorld } from '../../support/database-world.ts'

let world: DatabaseWorld
beforeEach(async () => {
  world = await startDatabase()
  vi.useFakeTimers({ now: new Date('2026-11-26T12:00:00Z'), toFake: ['Date'] })
})
afterEach(async () => {
  vi.useRealTimers()
  await world.close()
})

const NAME = { owner: 'acme', name: 'shop' }
const at = (moment: string) => vi.setSystemTime(new Date(moment))
const account = async () => {
  const summary = await world.ledger.summary(REPOSITORY_ID, 20)
  if (summary === null) throw new Error('The repository is not known')
  return { ...summary, nextRefillAt: summary.nextRefillAt.toISOString().slice(0, 10) }
}
const entries = async () => (await account()).entries.map(({ operation, credits, balanceAfter }) => [operation, credits, balanceAfter])
const grant = (credits: number, key = `key ${Math.random()}`) =>
  world.ledger.grant({ ...NAME, credits, actor: 'op', reason: 'bought', key })
const refillAt = (moment: string) => world.ledger.refillDue(new Date(moment), 100)

describe('the monthly allowance', () => {
  test('the monthly allowance is added when the next month starts: the rest of the last one expires, top-ups stay', async () => {
    await world.open({ monthlyAllowance: 100 })
    await grant(30)
    at('2026-12-01T00:00:01Z')
    await world.open()
    expect(await account()).toMatchObject({ balance: 120, topUp: 30, nextRefillAt: '2027-01-01' })
    expect(await entries()).toEqual([
      ['generate', -10, 120],
      ['allowance', 100, 130],
      ['expiry', -90, 30],
      ['grant', 30, 120],
      ['generate', -10, 90],
      ['allowance', 100, 100],
    ])
  })

  test('the monthly allowance is added without a turn too, and once if ten workers run at midnight', async () => {
    await world.open({ monthlyAllowance: 100 })
    const others = Array.from({ length: 9 }, () => createDatabase(world.url))
    const moment = new Date('2026-12-01T00:00:00Z')
    vi.setSystemTime(moment)
    await Promise.all([world, ...others].flatMap(({ ledger, store }) => [ledger.refillDue(moment, 100), store.turns.openTurn(opening())]))
    await Promise.all(others.map((other) => other.close()))
    expect(await world.count('Usage', `operation = 'allowance'`)).toBe(2)
    expect(await world.count('Usage', `operation = 'expiry'`)).toBe(1)
    expect(await account()).toMatchObject({ balance: 0, nextRefillAt: '2027-01-01' })
    expect(await world.count('Turn')).toBe(11)
  })

  test('the monthly allowance does not accumulate over months without any activity', async () => {
    await world.open({ monthlyAllowance: 100 })
    expect(await refillAt('2027-04-10T00:00:00Z')).toBe(1)
    expect(await account()).toMatchObject({ balance: 100, nextRefillAt: '2027-05-01' })
    expect(await refillAt('2027-04-10T00:00:01Z')).toBe(0)
  })

  test('the monthly allowance is never added twice when a clock jumps ahead and back, and the next one is added in time', async () => {
    await world.open({ monthlyAllowance: 100 })
    await refillAt('2031-01-01T00:00:00Z')
    expect(await account()).toMatchObject({ balance: 100, nextRefillAt: '2031-02-01' })
    at('2026-11-27T00:00:00Z')
    await world.open()
    expect(await account()).toMatchObject({ balance: 90, nextRefillAt: '2026-12-01' })
    await refillAt('2026-12-01T00:00:00Z')
    expect(await account()).toMatchObject({ balance: 100, nextRefillAt: '2027-01-01' })
    expect(await world.count('Usage', `operation = 'allowance'`)).toBe(3)
  })

  test('the monthly allowance is not added while the app is suspended, and is added after that', async () => {
    await world.open({ monthlyAllowance: 100 })
    await world.repositories.setSuspended(6_000_000_001, true)
    expect(await refillAt('2026-12-05T00:00:00Z')).toBe(0)
    at('2026-12-05T00:00:00Z')
    await world.open()
    expect(await account()).toMatchObject({ balance: 80 })
    await world.repositories.setSuspended(6_000_000_001, false)
    expect(await refillAt('2026-12-06T00:00:00Z')).toBe(1)
    expect(await account()).toMatchObject({ balance: 100 })
  })

  test('changed by an operator applies from the next month on', async () => {
    await world.open({ monthlyAllowance: 100 })
    await world.ledger.setAllowance(NAME, 500)
    expect(await account()).toMatchObject({ balance: 90, monthlyAllowance: 500 })
    await refillAt('2026-12-01T00:00:00Z')
    expect(await account()).toMatchObject({ balance: 500 })
  })

  test('the monthly allowance comes from the installation’s plan, for later repositories too', async () => {
    await world.open({ monthlyAllowance: 100 })
    expect(await world.ledger.setPlan('ACME', 250)).toBe(1)
    await world.open({ repositoryId: REPOSITORY_ID + 1, name: 'blog', monthlyAllowance: 100 })
    expect(await world.ledger.byName({ owner: 'acme', name: 'blog' }, 0)).toMatchObject({ balance: 240, monthlyAllowance: 250 })
    expect(await world.ledger.setPlan('nobody', 1)).toBeNull()
  })
})

describe('top-ups', () => {
  test('top-ups are used after the allowance, and a failed turn returns them as top-ups', async () => {
    await world.open({ monthlyAllowance: 15 })
    await grant(20)
    const turnId = await world.open()
    expect(await account()).toMatchObject({ balance: 15, topUp: 15 })
    await world.turns.endTurn(turnId, { state: 'FAILED', failure: 'model-busy', summary: '' })
    expect(await account()).toMatchObject({ balance: 25, topUp: 20 })
  })

  test('top-ups with the same key are added once, with who granted them and why', async () => {
    await world.open({ monthlyAllowance: 100 })
    await Promise.all([grant(30, 'invoice 7'), grant(30, 'invoice 7'), grant(30, 'invoice 7')])
    expect(await account()).toMatchObject({ balance: 120, topUp: 30, entries: [{ actor: 'op', reason: 'bought' }, {}, {}] })
  })

  test('top-ups can be taken back as far as they are unused', async () => {
    await world.open({ monthlyAllowance: 100 })
    await grant(30)
    await grant(-50)
    expect(await account()).toMatchObject({ balance: 90, topUp: 0, entries: [{ credits: -30 }, {}, {}, {}] })
  })

  test('top-ups for an unknown repository are refused', async () => {
    expect(await grant(30)).toBeNull()
  })
})

describe('a turn that ends partial', () => {
  test('a turn that ends partial gets half of its credits back, once', async () => {
    const turnId = await world.open({ credits: 9 })
    await world.versions.prepareVersion(await newVersion(world, turnId))
    const publish = () => world.versions.publish(turnId, { commitSha: 'f'.repeat(40), partial: true, fragments: [] })
    await publish()
    await publish()
    expect(await account()).toMatchObject({ balance: 95, entries: [{ operation: 'refund', credits: 4, reason: 'partial' }, {}, {}] })
    expect(await world.turns.receipt(turnId)).toMatchObject({ credits: 5 })
  })
})

describe('the notice about the used allowance', () => {
  test('the notice about the used allowance belongs to the turn that reaches it, once a month for each share', async () => {
    const turns: string[] = []
    for (let turn = 0; turn < 5; turn += 1) turns.push(await world.open({ monthlyAllowance: 50 }))
    expect(await Promise.all(turns.map((id) => world.ledger.allowanceNotice(id)))).toEqual([null, null, null, 80, 100])
    await world.turns.endTurn(turns[4] ?? '', { state: 'FAILED', failure: 'model-busy', summary: '' })
    expect(await world.ledger.allowanceNotice(await world.open())).toBeNull()
    at('2026-12-02T00:00:00Z')
    for (let turn = 0; turn < 3; turn += 1) await world.open()
    expect(await world.ledger.allowanceNotice(await world.open())).toBe(80)
  })
})

describe('the ledger', () => {
  test('the ledger returns the cost of a project per person, after refunds', async () => {
    const theo = { id: 9_000_000_001, login: 'theo' }
    const [one, two] = [await world.open(), await world.open({ author: theo, credits: 2 })]
    const failed = await world.open({ author: theo })
    await world.turns.endTurn(failed, { state: 'FAILED', failure: 'model-busy', summary: '' })
    const { project } = await world.turns.turn(one)
    expect((await world.turns.turn(two)).project.id).toBe(project.id)
    expect(await world.ledger.costOf(project.id)).toEqual([
      { actor: 'mara', credits: 10 },
      { actor: 'theo', credits: 2 },
    ])
  })

  test('the ledger passes an audit, and an audit finds differences', async () => {
    await world.open({ monthlyAllowance: 100 })
    expect(await world.ledger.audit(null)).toEqual([{ ...NAME, balance: 90, sum: 90, lastBalanceAfter: 90 }])
    expect(await world.ledger.audit({ owner: 'acme', name: 'none' })).toEqual([])
    await world.rows('UPDATE "Repository" SET balance = 91')
    expect(await world.ledger.audit({ owner: 'Acme', name: 'Shop' })).toEqual([{ ...NAME, balance: 91, sum: 90, lastBalanceAfter: 90 }])
  })
})
