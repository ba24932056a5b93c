import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { locateProject } from '#src/activities/commands/locate-project.ts'
import type { Command } from '#src/domain/commands/command-message.ts'
import { ADDRESS, commandMessage, openWorld } from '../../support/activities/world.ts'
import type { World } from '../../support/activities/world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

const NOWHERE = { found: false }
const at = (ordinal: number, issue = ADDRESS.issue) => ({ found: true, address: { ...ADDRESS, issue, ordinal } })
const located = (begins: boolean, changes: Partial<Command> = {}) =>
  locateProject(world.ports, { message: commandMessage(changes), begins })

describe('under an issue', () => {
  test('that has no project a turn begins the first, if it may begin one', async () => {
    expect(await located(true)).toEqual(at(1))
    expect(await located(false)).toEqual(NOWHERE)
  })

  test('that has a project a turn belongs to it, whether it may begin one or not', async () => {
    await world.openTurn()
    expect(await located(true)).toEqual(at(1))
    expect(await located(false)).toEqual(at(1))
  })

  test('whose project has ended a turn begins the next, if it may begin one', async () => {
    await world.openTurn()
    await world.ports.projects.endProject(ADDRESS, { merged: true })
    expect(await located(true)).toEqual(at(2))
    expect(await located(false)).toEqual(NOWHERE)
  })

  test('that has several projects a turn belongs to the newest', async () => {
    await world.openTurn()
    await world.ports.projects.endProject(ADDRESS, { merged: true })
    await world.openTurn({}, { ...ADDRESS, ordinal: 2 })
    expect(await located(true)).toEqual(at(2))
    await world.ports.projects.endProject({ ...ADDRESS, ordinal: 2 }, { merged: true })
    expect(await located(true)).toEqual(at(3))
  })

  test('of another repository nothing is found', async () => {
    await world.openTurn()
    const repository = { installationId: 4, repositoryId: 6, owner: 'acme', name: 'other' }
    expect(await located(false, { repository })).toEqual(NOWHERE)
  })
})

describe('under a pull request', () => {
  const on = (number: number): Partial<Command> => ({ onPullRequest: true, number })

  test('of a project a turn belongs to that project, without a question to GitHub', async () => {
    const { project } = await world.openTurn()
    await world.ports.projects.setPullRequest(project.id, 12)
    expect(await located(false, on(12))).toEqual(at(1))
    expect(world.codeHost.calls('pullRequest')).toBe(0)
  })

  test('of a project that has ended there is nothing to refine', async () => {
    const { project } = await world.openTurn()
    await world.ports.projects.setPullRequest(project.id, 12)
    await world.ports.projects.endProject(ADDRESS, { merged: true })
    expect(await located(false, on(12))).toEqual(NOWHERE)
  })

  test('that the rows don’t know yet a turn belongs to the project of its branch', async () => {
    const { project } = await world.openTurn()
    const pull = world.host.addPull(project.branch)
    expect(await located(false, on(pull.number))).toEqual(at(1))
  })

  test('of ours whose rows are gone a turn belongs to the project that its branch names', async () => {
    const pull = world.host.addPull('ollio/31-2-pricing-card')
    expect(await located(false, on(pull.number))).toEqual(at(2, 31))
  })

  test.each<[string, string, boolean]>([
    ['that somebody else opened, whatever its branch is called', 'ollio/7-1-pricing-card', false],
    ['that is ours but no project’s', 'renovate/react-19', true],
  ])('%s, there is nothing to refine', async (_case, branch, byOurApp) => {
    await world.openTurn()
    const pull = world.host.addPull(branch, 'main', { byOurApp })
    expect(await located(false, on(pull.number))).toEqual(NOWHERE)
  })

  test('that isn’t there any more there is nothing to refine', async () => {
    expect(await located(false, on(404))).toEqual(NOWHERE)
  })
})
