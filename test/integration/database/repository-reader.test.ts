import { beforeAll, describe, expect, test } from 'vitest'
import type { ProjectQuery } from '#src/ports/repository-reader.ts'
import { publishTurn, REPOSITORY_ID, useDatabase } from '../../support/database-world.ts'

const world = useDatabase()
const ids: Record<string, string> = {}
beforeAll(async () => {
  const begin = async (name: string, issue: number, prompt: string): Promise<string> => {
    const turnId = await world.open({ issue, prompt, monthlyAllowance: 100_000 })
    ids[name] = (await world.turns.turn(turnId)).project.id
    return turnId
  }
  await publishTurn(world, await begin('open', 1, 'a 100% wide pricing_card'))
  await publishTurn(world, await begin('ended', 2, 'a table'))
  await world.projects.setPullRequest(ids['ended'] ?? '', 12)
  await world.projects.endProject({ repositoryId: REPOSITORY_ID, issue: 2, ordinal: 1 }, { merged: true })
  await world.turns.endTurn(await begin('failed', 3, 'a form'), { state: 'FAILED', failure: 'model-busy', summary: '' })
  await world.turns.endTurn(await begin('cancelled', 4, 'a chart'), { state: 'CANCELLED', failure: 'cancelled', summary: '' })
  await begin('working', 5, 'a menu')
})

const list = (query: Partial<ProjectQuery> = {}, repositoryId = REPOSITORY_ID) =>
  world.repositoryReader.projects(repositoryId, { text: '', state: null, page: 1, ...query })
const names = async (query: Partial<ProjectQuery>) =>
  (await list(query)).cards.map(({ id }) => Object.keys(ids).find((name) => ids[name] === id))

describe('projects of a repository', () => {
  test('projects of a repository are listed with their details, the last changed first', async () => {
    const { cards, total, pages } = await list()
    expect([total, pages]).toEqual([5, 1])
    expect(cards.map(({ state }) => state).toSorted()).toEqual(['cancelled', 'ended', 'failed', 'open', 'working'])
    expect(cards.find(({ id }) => id === ids['ended'])).toEqual({
      id: ids['ended'],
      name: 'Pricing Card',
      issue: 2,
      pullRequest: 12,
      state: 'ended',
      runningTurn: null,
      version: 1,
      picture: '375',
      credits: 10,
      author: 'mara',
      updatedAt: expect.any(Date),
    })
    expect(cards.find(({ id }) => id === ids['failed'])).toMatchObject({ credits: 0, version: null, picture: null })
    expect(cards.find(({ id }) => id === ids['working'])).toMatchObject({ runningTurn: 1, credits: 10 })
  })

  test.each(['working', 'open', 'ended', 'failed', 'cancelled'] as const)(
    'projects of a repository are filtered by their state: %s',
    async (state) => {
      expect(await names({ state })).toEqual([state])
    },
  )

  test.each([
    ['TABLE', ['ended']],
    ['100% wide', ['open']],
    ['pricing_card', ['open']],
    ['1__% wide', []],
    ['\\', []],
    ['pricing card', ['working', 'cancelled', 'failed', 'ended', 'open']],
    ['\0', []],
  ])('projects of a repository are found by a search for %j', async (text, expected) => {
    expect(new Set(await names({ text }))).toEqual(new Set(expected))
  })

  test('projects of a repository of another repository are not listed', async () => {
    await world.open({ repositoryId: 5_000_000_777, name: 'other', issue: 1 })
    expect((await list({}, 5_000_000_777)).total).toBe(1)
    expect((await list()).total).toBe(5)
  })

  test('projects of a repository are listed in pages, and a page after the last is the last', async () => {
    const repositoryId = 5_000_000_778
    for (let issue = 1; issue <= 30; issue += 1) await world.open({ repositoryId, name: 'many', issue, monthlyAllowance: 1_000 })
    const [first, second, far] = await Promise.all([1, 2, 1_000_000].map((page) => list({ page }, repositoryId)))
    expect([first?.cards.length, second?.cards.length, first?.pages, first?.total]).toEqual([24, 6, 2, 30])
    expect(far?.cards).toEqual(second?.cards)
    expect(new Set([...(first?.cards ?? []), ...(second?.cards ?? [])].map(({ id }) => id)).size).toBe(30)
  })
})

describe('a repository', () => {
  test('a repository is found by its name in upper and lower case', async () => {
    expect(await world.repositoryReader.find({ owner: 'ACME', name: 'Shop' })).toEqual({
      ...{ installationId: 6_000_000_001, repositoryId: REPOSITORY_ID },
      ...{ owner: 'acme', name: 'shop' },
    })
  })

  test.each([
    ['acme', 'nothing'],
    ['', ''],
    ['a%', 'sh_p'],
  ])('a repository is not found if it doesn’t exist: %s/%s', async (owner, name) => {
    expect(await world.repositoryReader.find({ owner, name })).toBeNull()
  })

  test('a repository has its credits and their daily changes as in the ledger', async () => {
    const quota = await world.repositoryReader.quota(REPOSITORY_ID, 30, new Date())
    const today = new Date().toISOString().slice(0, 10)
    expect(quota).toMatchObject({ balance: 99_970, topUp: 0, monthlyAllowance: 100_000, nextRefillAt: expect.any(Date) })
    expect(quota.days).toEqual([{ day: today, spent: 30, added: 100_000, balance: 99_970 }])
    expect((await world.repositoryReader.quota(REPOSITORY_ID, 30, new Date(Date.now() + 40 * 86_400_000))).days).toEqual([])
  })
})
