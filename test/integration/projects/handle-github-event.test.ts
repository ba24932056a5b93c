import { beforeEach, describe, expect, test } from 'vitest'
import { handleGitHubEvent } from '#src/activities/projects/handle-github-event.ts'
import type { ProjectAddress } from '#src/domain/projects/ids.ts'
import type { GitHubEvent } from '#src/domain/projects/github-event.ts'
import { publishedTurn } from '../../support/activities/publishing-world.ts'
import { ADDRESS, useWorld } from '../../support/activities/world.ts'

const world = useWorld()
let address: ProjectAddress
beforeEach(() => {
  world.reset()
  world.stops.length = 0
  address = { ...ADDRESS, issue: (address?.issue ?? 1_200) + 1 }
})

const handle = async (notice: GitHubEvent) => {
  await handleGitHubEvent(world.ports, { notice })
  await handleGitHubEvent(world.ports, { notice })
}
const startTurn = () => world.openTurn({ number: address.issue }, address)
const stopsHere = () => world.stops.filter((stop) => stop.address.issue === address.issue)

describe('a deleted or transferred issue', () => {
  test('a deleted or transferred issue stops its project', async () => {
    await startTurn()
    await handle({ about: 'issue-gone', repositoryId: address.repositoryId, issue: address.issue })
    expect(stopsHere()[0]).toEqual({ address, stop: { why: 'issue-gone' } })
  })

  test('a deleted or transferred issue changes nothing without a project or if the project has ended', async () => {
    await handle({ about: 'issue-gone', repositoryId: address.repositoryId, issue: 99_999 })
    await startTurn()
    await world.ports.projects.endProject(address, { merged: true })
    await handle({ about: 'issue-gone', repositoryId: address.repositoryId, issue: address.issue })
    expect(world.stops).toEqual([])
  })
})

test('a renamed repository is accessed by its new name from then on', async () => {
  const turn = await startTurn()
  await handle({ about: 'repository-renamed', repositoryId: address.repositoryId, owner: 'acme', name: 'store' })
  expect((await world.ports.turns.turn(turn.id)).project.repository).toMatchObject({ owner: 'acme', name: 'store' })
})

describe('losing access to repositories', () => {
  test.each<[string, GitHubEvent]>([
    ['repositories', { about: 'repositories-gone', repositoryIds: [1, ADDRESS.repositoryId] }],
    ['a whole installation', { about: 'installation-suspended', installationId: 4 }],
  ])('losing access to repositories stops the running projects of %s', async (_case, notice) => {
    await startTurn()
    const other = { ...address, issue: address.issue + 5_000 }
    await publishedTurn(world, await world.openTurn({ number: other.issue }, other), { 'src/price.tsx': 'x\n' })
    await handleGitHubEvent(world.ports, { notice })
    expect(stopsHere()).toEqual([{ address, stop: { why: 'not-allowed' } }])
    expect(world.stops.some((stop) => stop.address.issue === other.issue)).toBe(false)
  })

  test('losing access to repositories doesn’t stop projects of other repositories', async () => {
    await startTurn()
    await handle({ about: 'repositories-gone', repositoryIds: [1] })
    await handle({ about: 'installation-suspended', installationId: 999 })
    expect(world.stops).toEqual([])
  })
})

describe('a pull request that changes the Ollio configuration', () => {
  const repository = { installationId: 4, repositoryId: ADDRESS.repositoryId, owner: 'acme', name: 'shop' }
  const pushed = (text: string) => world.host.push('config', 'say more', { '.github/ollio.yml': text })

  test.each([
    ['closes: true\n', { conclusion: 'success', title: '.github/ollio.yml is valid' }],
    [
      'package: a\npakage: b\n',
      {
        conclusion: 'failure',
        summary: expect.stringContaining('Did you mean “package”?'),
        annotations: [expect.objectContaining({ path: '.github/ollio.yml', line: 2 })],
      },
    ],
  ])('%j gets one check run per head that says whether the configuration is valid', async (text, report) => {
    world.host.changed.set(21, ['README.md', '.github/ollio.yml'])
    const headSha = pushed(text)
    await handle({ about: 'pull-request-changed', repository, number: 21, headSha })
    expect(world.host.checkRuns).toMatchObject([{ ...report, name: 'Ollio configuration', headSha }])
  })

  test('a pull request that changes the Ollio configuration gets no check run if it changes other files only', async () => {
    world.host.changed.set(22, ['README.md'])
    await handle({ about: 'pull-request-changed', repository, number: 22, headSha: pushed('closes: true\n') })
    expect(world.host.checkRuns).toEqual([])
  })
})

describe('a failed check of the repository', () => {
  const named = (name: string) => ({ name, title: null, summary: null, annotations: [], log: null })

  test('a failed check of the repository is reported in the comment of the turn that made the commit, with the command that fixes it', async () => {
    const turn = await publishedTurn(world, await startTurn(), { 'src/price.tsx': 'x\n' })
    const headSha = (await world.host.branchHead(turn.project.repository, turn.project.branch)) ?? ''
    world.host.failed.set(headSha, [named('lint'), named('test `x` @all')])
    await handle({ about: 'check-failed', repository: turn.project.repository, headSha })
    const comments = world.host.comments.filter(({ issue }) => issue === address.issue)
    expect(comments).toHaveLength(1)
    expect(comments[0]?.body).toMatch(/\*\*Your checks failed:\*\* `lint`, .*\/ollio fix/)
  })

  test('a failed check of the repository is ignored if the commit is not by Ollio', async () => {
    const { repository } = (await startTurn()).project
    await handle({ about: 'check-failed', repository, headSha: 'c0ffee' })
    expect(world.host.comments).toEqual([])
  })
})
