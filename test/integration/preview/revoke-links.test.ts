import { beforeEach, describe, expect, test } from 'vitest'
import { revokeLinks } from '#src/activities/preview/revoke-links.ts'
import type { Command } from '#src/domain/commands/command-message.ts'
import type { TurnRecord } from '#src/domain/projects/records.ts'
import { publishedTurn } from '../../support/activities/publishing-world.ts'
import { useWorld, turnRequest } from '../../support/activities/world.ts'

const world = useWorld()
let turn: TurnRecord
beforeEach(async () => {
  world.reset()
  turn = await publishedTurn(world, await world.preparedTurn(), { 'src/price.tsx': 'export {}\n' })
})

const command = (at: { number: number; onPullRequest?: boolean }): Command => ({
  ...turnRequest({ ...at, writtenAt: new Date().toISOString() }),
  command: { name: 'unshare' },
})
const isRevoked = async () => (await world.versionReader.sharing(turn.project.id, { version: 1 }))?.isRevoked

describe('revoking the links of a project', () => {
  test('revoking the links of a project works from its pull request and its issue, and repeatedly', async () => {
    const answer = {
      about: 'unshared',
      name: turn.project.name,
      pageUrl: world.ports.links.repositoryPage(turn.project.repository),
    }
    expect(await revokeLinks(world.ports, { message: command({ number: turn.project.pullRequest ?? 0, onPullRequest: true }) })).toEqual(
      answer,
    )
    expect(await isRevoked()).toBe(true)
    expect(await revokeLinks(world.ports, { message: command({ number: turn.project.issue }) })).toEqual(answer)
  })

  test('revoking the links of a project works after the pull request was merged', async () => {
    const { repository, issue, ordinal } = turn.project
    await world.ports.projects.endProject({ repositoryId: repository.repositoryId, issue, ordinal }, { merged: true })
    await revokeLinks(world.ports, { message: command({ number: issue }) })
    expect(await isRevoked()).toBe(true)
  })

  test('revoking the links of a project replies that there is nothing to revoke without a project', async () => {
    expect(await revokeLinks(world.ports, { message: command({ number: 99_999 }) })).toEqual({ about: 'nothing-here' })
    expect(await isRevoked()).toBe(false)
  })
})
