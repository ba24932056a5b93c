import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { endProject, reopenProject, postProjectEnd, postReopened } from '#src/activities/projects/end-project.ts'
import type { ProjectAddress } from '#src/domain/projects/ids.ts'
import type { ProjectRecord } from '#src/domain/projects/records.ts'
import { publishedTurn } from '../../support/activities/publishing-world.ts'
import { ADDRESS, useWorld } from '../../support/activities/world.ts'

const world = useWorld()
let project: ProjectRecord
let address: ProjectAddress
beforeAll(async () => {})
beforeEach(async () => {
  world.reset()
  const turn = await world.preparedTurn()
  await publishedTurn(world, turn, { 'src/price.tsx': 'export {}\n' })
  project = (await world.ports.turns.turn(turn.id)).project
  address = { ...ADDRESS, issue: project.issue }
})

const projectNow = async () => world.ports.projects.byOrdinal(ADDRESS.repositoryId, address.issue, 1)
const finalComments = () =>
  world.host.comments.filter(({ marker }) => marker.includes('reply:end')).map(({ issue, body }) => ({ issue, body }))

describe('a closed pull request', () => {
  test.each([
    [true, 'COMPLETED', /^Merged\. The last version is v1\./],
    [false, 'CANCELLED', /^Closed without merging\. The last version is v1\./],
  ])('(merged: %s) ends its project and gets a final comment', async (merged, status, text) => {
    await endProject(world.ports, { address, merged, pullRequest: project.pullRequest ?? 0 })
    await postProjectEnd(world.ports, { address, merged })
    expect(await projectNow()).toMatchObject({ ended: true, status })
    expect(finalComments()).toEqual([{ issue: project.pullRequest, body: expect.stringMatching(text) }])
  })

  test('a closed pull request changes nothing and posts no second comment the second time', async () => {
    await endProject(world.ports, { address, merged: true, pullRequest: project.pullRequest ?? 0 })
    await endProject(world.ports, { address, merged: false, pullRequest: project.pullRequest ?? 0 })
    await postProjectEnd(world.ports, { address, merged: true })
    await postProjectEnd(world.ports, { address, merged: true })
    expect(await projectNow()).toMatchObject({ ended: true, status: 'COMPLETED' })
    expect(finalComments()).toHaveLength(1)
  })

  test('a closed pull request doesn’t end the project if a newer pull request replaced it', async () => {
    expect(await endProject(world.ports, { address, merged: false, pullRequest: 4 })).toEqual({ ended: false })
    expect(await projectNow()).toMatchObject({ ended: false })
  })

  test('a closed pull request does nothing if its project is unknown', async () => {
    const unknown = { ...address, issue: 99_999 }
    await endProject(world.ports, { address: unknown, merged: true, pullRequest: project.pullRequest ?? 0 })
    await postProjectEnd(world.ports, { address: unknown, merged: true })
    expect(await reopenProject(world.ports, { address: unknown })).toEqual({ newer: null })
    await postReopened(world.ports, { address: unknown, newer: null })
    expect(finalComments()).toEqual([])
  })
})

describe('a reopened pull request', () => {
  beforeEach(async () => {
    await endProject(world.ports, { address, merged: false, pullRequest: project.pullRequest ?? 0 })
    await postProjectEnd(world.ports, { address, merged: false })
  })

  test('a reopened pull request reopens its project and updates the final comment', async () => {
    expect(await reopenProject(world.ports, { address })).toEqual({ newer: null })
    await postReopened(world.ports, { address, newer: null })
    expect(await projectNow()).toMatchObject({ ended: false, status: 'COMPLETED' })
    expect(finalComments()).toEqual([{ issue: project.pullRequest, body: expect.stringContaining('open again') }])
  })

  test('a reopened pull request leaves the project ended if the issue has a newer one, and says so in a comment', async () => {
    const newer = await world.openTurn({}, { ...address, ordinal: 2 })
    await world.ports.projects.setPullRequest(newer.project.id, 70_000 + address.issue)
    expect(await reopenProject(world.ports, { address })).toEqual({ newer: 2 })
    await postReopened(world.ports, { address, newer: 2 })
    expect(await projectNow()).toMatchObject({ ended: true, status: 'CANCELLED' })
    expect(finalComments()[0]?.body).toContain(`a newer project with pull request #${70_000 + address.issue}`)
  })
})
