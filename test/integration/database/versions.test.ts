import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { newVersion, publishTurn, startDatabase } from '../../support/database-world.ts'
import type { DatabaseWorld } from '../../support/database-world.ts'

let world: DatabaseWorld
let turnId: string
beforeEach(async () => {
  world = await startDatabase()
  turnId = await world.open()
})
afterEach(() => world.close())

const published = { commitSha: 'e'.repeat(40), partial: false, fragments: [] }

describe('a prepared version', () => {
  test('a prepared version is stored completely', async () => {
    const version = await newVersion(world, turnId)
    const kept = await world.versions.prepareVersion(version)
    expect(kept).toEqual({ ...version, rechecks: 0, id: expect.any(String), number: 1, state: 'PREPARED', commitSha: null })
    expect(await world.versions.versionOfTurn(turnId)).toEqual(kept)
  })

  test('a prepared version replaces an earlier one of the same turn, with the same number', async () => {
    const first = await world.versions.prepareVersion(await newVersion(world, turnId, { summary: 'first' }))
    const second = await world.versions.prepareVersion(await newVersion(world, turnId, { summary: 'second', draft: true, pictures: {} }))
    expect(second).toEqual({ ...first, summary: 'second', draft: true, pictures: {} })
    expect(await world.count('Version')).toBe(1)
  })

  test('a prepared version is stored once if several are prepared at the same moment', async () => {
    const versions = await Promise.all(
      Array.from({ length: 8 }, async (_, index) =>
        world.versions.prepareVersion(await newVersion(world, turnId, { summary: `${index}` })),
      ),
    )
    expect(new Set(versions.map(({ id, number }) => `${id} ${number}`)).size).toBe(1)
  })

  test('a prepared version gets a number of its own if several turns of one project prepare versions at once', async () => {
    const turnIds = [turnId, ...(await Promise.all(Array.from({ length: 7 }, () => world.open())))]
    const versions = await Promise.all(turnIds.map(async (id) => world.versions.prepareVersion(await newVersion(world, id))))
    expect(versions.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  })

  test('a prepared version never replaces a published one', async () => {
    const first = await publishTurn(world, turnId)
    const late = await world.versions.prepareVersion(await newVersion(world, turnId, { summary: 'late' }))
    expect(late).toMatchObject({ id: first.id, state: 'PUBLISHED', summary: first.summary, commitSha: 'e'.repeat(40) })
  })

  test('a prepared version is refused for a turn that has ended, and is deleted with a turn that ends', async () => {
    await world.versions.prepareVersion(await newVersion(world, turnId))
    await world.turns.endTurn(turnId, { state: 'CANCELLED', failure: 'cancelled', summary: '' })
    expect(await world.versions.versionOfTurn(turnId)).toBeNull()
    await expect(world.versions.prepareVersion(await newVersion(world, turnId))).rejects.toMatchObject({ kind: 'unexpected' })
    expect(await world.count('Version')).toBe(0)
  })
})

describe('publishing', () => {
  test('publishing writes version, message, fragments and states together', async () => {
    await publishTurn(world, turnId)
    expect(await world.versions.versionOfTurn(turnId)).toMatchObject({ state: 'PUBLISHED', commitSha: 'e'.repeat(40) })
    expect(await world.turns.turn(turnId)).toMatchObject({ state: 'PUBLISHED', project: { status: 'COMPLETED' } })
    expect(await world.rows(`SELECT content FROM "Message" WHERE role = 'ASSISTANT'`)).toEqual([{ content: 'A pricing card.' }])
    expect(await world.rows('SELECT position, type, content, metadata FROM "Fragment" ORDER BY position')).toEqual([
      { position: 0, type: 'CODE', content: 'export {}\n', metadata: { path: 'src/card.tsx', language: 'tsx' } },
      { position: 1, type: 'CODE', content: 'export default 1\n', metadata: { path: '.ollio/preview.tsx', language: 'tsx' } },
      { position: 2, type: 'IMAGE', content: 'c'.repeat(64), metadata: { width: 375 } },
    ])
  })

  test('publishing writes one message if it is done twice, or many times at once', async () => {
    await world.versions.prepareVersion(await newVersion(world, turnId))
    const publish = () => world.versions.publish(turnId, published)
    await Promise.all([publish(), publish(), publish(), publish()])
    await publish()
    expect(await world.count('Message', `role = 'ASSISTANT'`)).toBe(1)
    expect(await world.count('Usage', `operation = 'tokens'`)).toBe(1)
  })

  test('publishing does nothing for a turn whose credits were refunded', async () => {
    await world.versions.prepareVersion(await newVersion(world, turnId))
    await world.turns.endTurn(turnId, { state: 'FAILED', failure: 'github-refused', summary: '' })
    await world.versions.publish(turnId, published)
    expect(await world.turns.turn(turnId)).toMatchObject({ state: 'FAILED', failure: 'github-refused', project: { status: 'FAILED' } })
  })

  test('publishing fails without a version, and leaves the turn running', async () => {
    await expect(world.versions.publish(turnId, published)).rejects.toMatchObject({ kind: 'unexpected' })
    expect(await world.turns.turn(turnId)).toMatchObject({ state: 'RUNNING', project: { status: 'GENERATING' } })
  })

  test('publishing leaves the project completed when a later turn fails', async () => {
    await publishTurn(world, turnId)
    const later = await world.open()
    await world.turns.endTurn(later, { state: 'FAILED', failure: 'nothing-builds', summary: '' })
    expect((await world.turns.turn(later)).project.status).toBe('COMPLETED')
  })
})

describe('the history for the next turn', () => {
  test('the history for the next turn has every earlier published turn, the oldest first, with the last source of the preview', async () => {
    await publishTurn(world, turnId)
    const failed = await world.open({ prompt: 'this fails' })
    await world.turns.endTurn(failed, { state: 'FAILED', failure: 'model-busy', summary: '' })
    await publishTurn(world, await world.open({ prompt: 'highlight the middle tier' }), { summary: 'The middle tier stands out.' })
    const { project } = await world.turns.turn(turnId)
    const files = ['src/card.tsx', 'src/old.tsx']
    expect(await world.turns.pastTurns(project.id, 4)).toEqual([
      { prompt: 'a pricing card', notes: [], summary: 'A pricing card.', files, previewSource: 'export default 1\n' },
      {
        prompt: 'highlight the middle tier',
        notes: [],
        summary: 'The middle tier stands out.',
        files,
        previewSource: 'export default 1\n',
      },
    ])
    expect(await world.turns.pastTurns(project.id, 3)).toHaveLength(1)
    expect(await world.turns.pastTurns(project.id, 1)).toEqual([])
  })
})
