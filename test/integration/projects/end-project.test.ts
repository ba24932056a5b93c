import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { endProject, reopenProject, postProjectEnd, postReopened } from '#src/activities/projects/end-project.ts'
import type { ProjectAddress } from '#src/domain/projects/ids.ts'
import type { ProjectRecord } from '#src/domain/projects/records.ts'
import { publishedTurn } from '../../support/activities/publishing-world.ts'
import { ADDRESS, openWorld } from '../../support/activities/world.ts'
import type { World } from '../../support/activities/world.ts'

let world: World
let project: ProjectRecord
let address: ProjectAddress
beforeAll(async () => {
  world = await openWorld()
})
beforeEach(async () => {
  world.reset()
  const turn = await world.preparedTurn()
  await publishedTurn(world, turn, { 'src/price.tsx': 'export {}\n' })
  project = (await world.ports.projects.turn(turn.id)).project
  address = { ...ADDRESS, issue: project.issue }
})
afterAll(() => world.close())

const standing = async () => world.ports.projects.byOrdinal(ADDRESS.repositoryId, address.issue, 1)
const words = () => world.host.comments.filter(({ marker }) => marker.includes('reply:end')).map(({ issue, body }) => ({ issue, body }))

describe('a pull request that is closed', () => {
  test.each([
    [true, 'COMPLETED', /^Merged with v1/],
    [false, 'CANCELLED', /^Closed with v1 without a merge/],
  ])('(merged: %s) ends its project, with a last word', async (merged, status, text) => {
    await endProject(world.ports, { address, merged, pullRequest: project.pullRequest ?? 0 })
    await postProjectEnd(world.ports, { address, merged })
    expect(await standing()).toMatchObject({ ended: true, status })
    expect(words()).toEqual([{ issue: project.pullRequest, body: expect.stringMatching(text) }])
  })

  test('a second time changes nothing, and says it once', async () => {
    await endProject(world.ports, { address, merged: true, pullRequest: project.pullRequest ?? 0 })
    await endProject(world.ports, { address, merged: false, pullRequest: project.pullRequest ?? 0 })
    await postProjectEnd(world.ports, { address, merged: true })
    await postProjectEnd(world.ports, { address, merged: true })
    expect(await standing()).toMatchObject({ ended: true, status: 'COMPLETED' })
    expect(words()).toHaveLength(1)
  })

  test('but has a successor by then goes on with that', async () => {
    expect(await endProject(world.ports, { address, merged: false, pullRequest: 4 })).toEqual({ ended: false })
    expect(await standing()).toMatchObject({ ended: false })
  })

  test('of a project that is not known does nothing', async () => {
    const unknown = { ...address, issue: 99_999 }
    await endProject(world.ports, { address: unknown, merged: true, pullRequest: project.pullRequest ?? 0 })
    await postProjectEnd(world.ports, { address: unknown, merged: true })
    expect(await reopenProject(world.ports, { address: unknown })).toEqual({ newer: null })
    await postReopened(world.ports, { address: unknown, newer: null })
    expect(words()).toEqual([])
  })
})

describe('a pull request that is opened again', () => {
  beforeEach(async () => {
    await endProject(world.ports, { address, merged: false, pullRequest: project.pullRequest ?? 0 })
    await postProjectEnd(world.ports, { address, merged: false })
  })

  test('brings its project back, and its last word is taken back', async () => {
    expect(await reopenProject(world.ports, { address })).toEqual({ newer: null })
    await postReopened(world.ports, { address, newer: null })
    expect(await standing()).toMatchObject({ ended: false, status: 'COMPLETED' })
    expect(words()).toEqual([{ issue: project.pullRequest, body: expect.stringContaining('open again') }])
  })

  test('beside a newer project of the issue stays ended, and is told so', async () => {
    const newer = await world.openTurn({}, { ...address, ordinal: 2 })
    await world.ports.projects.setPullRequest(newer.project.id, 70_000 + address.issue)
    expect(await reopenProject(world.ports, { address })).toEqual({ newer: 2 })
    await postReopened(world.ports, { address, newer: 2 })
    expect(await standing()).toMatchObject({ ended: true, status: 'CANCELLED' })
    expect(words()[0]?.body).toContain(`a newer conversation with pull request #${70_000 + address.issue}`)
  })
})
