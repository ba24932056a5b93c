import { beforeEach, describe, expect, test } from 'vitest'
import { modelAnswer, newVersion, publishTurn, useDatabase } from '../../support/database-world.ts'

const world = useDatabase()
let issue = 100
let turnId: string
let projectId: string
beforeEach(async () => {
  issue += 1
  turnId = await world.open({ issue, monthlyAllowance: 100_000 })
  projectId = (await world.turns.turn(turnId)).project.id
})

const BASE = { sha: 'a'.repeat(40), archive: 'b'.repeat(64), tree: 'c'.repeat(64), prompt: 'd'.repeat(64) }
const phase = async () => (await world.versionReader.turnPage(projectId, 1))?.phase
const revision = () => world.versionReader.turnRevision(projectId, 1)

test('a turn is readable from start to end, and each change gives another revision', async () => {
  const seen: (string | null)[] = [await revision()]
  const moved = async (expected: string): Promise<void> => {
    expect(await phase()).toBe(expected)
    seen.push(await revision())
  }
  expect(await phase()).toBe('preparing')
  await world.turns.setBase(turnId, BASE)
  await moved('thinking')
  const look = { tool: 'listFiles', args: { path: '', depth: null } } as const
  await world.steps.keepAnswer(turnId, modelAnswer(1, { toolCalls: [look, { tool: 'finish', args: { summary: 'Done.' } }] }))
  await moved('building')
  await world.steps.keepObservation(turnId, 1, 0, { tool: 'listFiles', ok: true }, {})
  await moved('checking')
  await world.versions.prepareVersion(await newVersion(world, turnId))
  await moved('publishing')
  await publishTurn(world, turnId)
  await moved('ended')
  expect(new Set(seen).size).toBe(seen.length)
  expect(await world.versionReader.turnPage(projectId, 1)).toMatchObject({
    projectName: 'Pricing Card',
    repository: 'acme/shop',
    issue,
    number: 1,
    author: 'mara',
    prompt: 'a pricing card',
    state: 'PUBLISHED',
    version: 1,
    summary: 'A pricing card.',
    steps: [
      {
        number: 1,
        thought: 'I look.',
        toolCalls: [
          { tool: 'listFiles', outcome: 'done' },
          { tool: 'finish', outcome: 'done' },
        ],
      },
    ],
  })
})

test('a waiting turn shows that it waits for a slot, and a failed one why it failed', async () => {
  const running = { repository: 1, installation: 100_000 }
  const waiting = await world.open({ issue: issue + 10_000, running })
  const { project } = await world.turns.turn(waiting)
  expect((await world.versionReader.turnPage(project.id, 1))?.phase).toBe('waiting')
  await world.turns.endTurn(waiting, { state: 'FAILED', failure: 'model-busy', summary: '' })
  expect(await world.versionReader.turnPage(project.id, 1)).toMatchObject({
    phase: 'ended',
    state: 'FAILED',
    failure: 'model-busy',
    version: null,
  })
})

test.each(['', 'x', "'--", '0190a000-0000-7000-8000-000000000000'])('project “%s” has no turns', async (id) => {
  expect(await world.versionReader.turnPage(id, 1)).toBeNull()
  expect(await world.versionReader.turnRevision(id, 1)).toBeNull()
  expect(await world.versionReader.sharing(id, { turn: 1 })).toBeNull()
  expect(await world.versionReader.runningTurn(id)).toBeNull()
  expect(await world.versionReader.turnPage(projectId, 999_999_999_999)).toBeNull()
})

test('the running turn of a project is found', async () => {
  expect(await world.versionReader.runningTurn(projectId)).toBe(1)
  await world.turns.endTurn(turnId, { state: 'CANCELLED', failure: 'cancelled', summary: '' })
  expect(await world.versionReader.runningTurn(projectId)).toBeNull()
})

describe('revoked links', () => {
  const isRevoked = async (of: { version: number } | { turn: number }) => (await world.versionReader.sharing(projectId, of))?.isRevoked

  test('revoked links are those of turns and versions up to that moment; later ones are shared', async () => {
    const { previewPath } = await publishTurn(world, turnId)
    expect(await isRevoked({ version: 1 })).toBe(false)
    await world.versions.revokeLinks(projectId, new Date())
    expect(await isRevoked({ version: 1 })).toBe(true)
    expect(await isRevoked({ turn: 1 })).toBe(true)
    expect(await world.versionReader.preview(previewPath)).toBeNull()
    expect((await world.versionReader.versionPage(projectId, 1))?.live).toBe('revoked')

    const next = await world.open({ issue })
    const second = await publishTurn(world, next)
    expect(await isRevoked({ version: 2 })).toBe(false)
    expect(await isRevoked({ turn: 2 })).toBe(false)
    expect(await world.versionReader.preview(second.previewPath)).not.toBeNull()
  })

  test('revoked links stay revoked if an older request arrives late, and nothing is revoked before the request', async () => {
    await publishTurn(world, turnId)
    const before = new Date(Date.now() - 60_000)
    await world.versions.revokeLinks(projectId, before)
    expect(await isRevoked({ version: 1 })).toBe(false)
    await world.versions.revokeLinks(projectId, new Date())
    await world.versions.revokeLinks(projectId, before)
    expect(await isRevoked({ version: 1 })).toBe(true)
  })

  test('revoked links name the repository that they belong to', async () => {
    expect(await world.versionReader.sharing(projectId, { turn: 1 })).toEqual({
      repository: { installationId: 6_000_000_001, repositoryId: 5_000_000_001, owner: 'acme', name: 'shop' },
      isRevoked: false,
    })
    // Not published yet.
    expect(await world.versionReader.sharing(projectId, { version: 1 })).toBeNull()
  })
})

describe('previews of projects that ended long ago', () => {
  const address = () => ({ repositoryId: 5_000_000_001, issue, ordinal: 1 })

  test('previews of projects that ended long ago are reduced to their pictures, once', async () => {
    await world.turns.setBase(turnId, BASE)
    const { previewPath } = await publishTurn(world, turnId)
    expect(await world.versions.reducePreviews(new Date(Date.now() + 1_000), 10)).toBe(0)
    await world.projects.endProject(address(), { merged: true })
    expect(await world.versions.reducePreviews(new Date(Date.now() - 60_000), 10)).toBe(0)
    expect(await world.versions.reducePreviews(new Date(Date.now() + 1_000), 10)).toBe(1)
    expect(await world.versions.reducePreviews(new Date(Date.now() + 1_000), 10)).toBe(0)
    expect(await world.versionReader.versionPage(projectId, 1)).toMatchObject({ live: 'reduced', pictures: ['375', '1280'] })
    expect(await world.versionReader.preview(previewPath)).toEqual({})
    const unneeded = await world.rows<{ key: string }>(`SELECT "key" FROM "DoomedArtifact" WHERE "key" = ANY($1)`, [
      ['b'.repeat(64), 'c'.repeat(64)],
    ])
    // The build and the base's archive, but no picture.
    expect(unneeded.map(({ key }) => key)).toEqual(['b'.repeat(64)])
  })

  test('previews of projects that ended long ago are kept if the pull request was opened again', async () => {
    await publishTurn(world, turnId)
    await world.projects.endProject(address(), { merged: false })
    await world.projects.reopenProject(address())
    expect(await world.versions.reducePreviews(new Date(Date.now() + 1_000), 10)).toBe(0)
  })

  test('previews of projects that ended long ago are reduced in batches of a limited size', async () => {
    await publishTurn(world, turnId)
    const next = await world.open({ issue })
    await publishTurn(world, next)
    await world.projects.endProject(address(), { merged: true })
    expect(await world.versions.reducePreviews(new Date(Date.now() + 1_000), 1)).toBe(1)
    expect(await world.versions.reducePreviews(new Date(Date.now() + 1_000), 10)).toBe(1)
  })
})
