import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { handleGitHubEvent } from '#src/activities/projects/handle-github-event.ts'
import type { ProjectAddress } from '#src/domain/projects/ids.ts'
import type { GitHubEvent } from '#src/domain/projects/github-event.ts'
import { publishedTurn } from '../../support/activities/publishing-world.ts'
import { ADDRESS, openWorld } from '../../support/activities/world.ts'
import type { World } from '../../support/activities/world.ts'

let world: World
let address: ProjectAddress
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())
beforeEach(() => {
  world.reset()
  world.stops.length = 0
  address = { ...ADDRESS, issue: (address?.issue ?? 1_200) + 1 }
})

const told = async (notice: GitHubEvent) => {
  await handleGitHubEvent(world.ports, { notice })
  await handleGitHubEvent(world.ports, { notice })
}
const begun = () => world.openTurn({ number: address.issue }, address)
const stopsHere = () => world.stops.filter((stop) => stop.address.issue === address.issue)

describe('an issue that is gone', () => {
  test('stops its conversation', async () => {
    await begun()
    await told({ about: 'issue-gone', repositoryId: address.repositoryId, issue: address.issue })
    expect(stopsHere()[0]).toEqual({ address, stop: { why: 'issue-gone' } })
  })

  test('of which nobody asked anything, or whose conversation has ended, is no matter', async () => {
    await told({ about: 'issue-gone', repositoryId: address.repositoryId, issue: 99_999 })
    await begun()
    await world.ports.projects.endProject(address, { merged: true })
    await told({ about: 'issue-gone', repositoryId: address.repositoryId, issue: address.issue })
    expect(world.stops).toEqual([])
  })
})

test('a repository with a new name is asked by that name from then on', async () => {
  const turn = await begun()
  await told({ about: 'repository-renamed', repositoryId: address.repositoryId, owner: 'acme', name: 'store' })
  expect((await world.ports.projects.turn(turn.id)).project.repository).toMatchObject({ owner: 'acme', name: 'store' })
})

describe('where Ollio may not work any more', () => {
  test.each<[string, GitHubEvent]>([
    ['repositories', { about: 'repositories-gone', repositoryIds: [1, ADDRESS.repositoryId] }],
    ['a whole installation', { about: 'installation-suspended', installationId: 4 }],
  ])('what runs is stopped: %s', async (_case, notice) => {
    await begun()
    const other = { ...address, issue: address.issue + 5_000 }
    await publishedTurn(world, await world.openTurn({ number: other.issue }, other), { 'src/price.tsx': 'x\n' })
    await handleGitHubEvent(world.ports, { notice })
    expect(stopsHere()).toEqual([{ address, stop: { why: 'not-allowed' } }])
    expect(world.stops.some((stop) => stop.address.issue === other.issue)).toBe(false)
  })

  test('other repositories go on', async () => {
    await begun()
    await told({ about: 'repositories-gone', repositoryIds: [1] })
    await told({ about: 'installation-suspended', installationId: 999 })
    expect(world.stops).toEqual([])
  })
})

describe('a pull request that changes our configuration', () => {
  const repository = { installationId: 4, repositoryId: ADDRESS.repositoryId, owner: 'acme', name: 'shop' }
  const pushed = (text: string) => world.host.push('config', 'say more', { '.github/ollio.yml': text })

  test.each([
    ['closes: true\n', { conclusion: 'success', title: '.github/ollio.yml is in order' }],
    [
      'package: a\npakage: b\n',
      {
        conclusion: 'failure',
        summary: expect.stringContaining('Did you mean “package”?'),
        annotations: [expect.objectContaining({ path: '.github/ollio.yml', line: 2 })],
      },
    ],
  ])('%j gets a check run that says whether it can be read, once for each head', async (text, report) => {
    world.host.changed.set(21, ['README.md', '.github/ollio.yml'])
    const headSha = pushed(text)
    await told({ about: 'pull-request-changed', repository, number: 21, headSha })
    expect(world.host.checkRuns).toMatchObject([{ ...report, name: 'Ollio configuration', headSha }])
  })

  test('and no other does', async () => {
    world.host.changed.set(22, ['README.md'])
    await told({ about: 'pull-request-changed', repository, number: 22, headSha: pushed('closes: true\n') })
    expect(world.host.checkRuns).toEqual([])
  })
})

describe('a check of the repository’s own that failed', () => {
  const named = (name: string) => ({ name, title: null, summary: null, annotations: [], log: null })

  test('is told in the comment of the turn that made the commit, with the way to mend it', async () => {
    const turn = await publishedTurn(world, await begun(), { 'src/price.tsx': 'x\n' })
    const headSha = (await world.host.branchHead(turn.project.repository, turn.project.branch)) ?? ''
    world.host.failed.set(headSha, [named('lint'), named('test `x` @all')])
    await told({ about: 'check-failed', repository: turn.project.repository, headSha })
    const comments = world.host.comments.filter(({ issue }) => issue === address.issue)
    expect(comments).toHaveLength(1)
    expect(comments[0]?.body).toMatch(/own checks found something:\*\* `lint`, .*\/ollio fix/)
  })

  test('of a commit that is none of ours is no matter', async () => {
    const { repository } = (await begun()).project
    await told({ about: 'check-failed', repository, headSha: 'c0ffee' })
    expect(world.host.comments).toEqual([])
  })
})
