import { describe, expect, test } from 'vitest'
import { locateProject } from '#src/activities/commands/locate-project.ts'
import type { Command } from '#src/domain/commands/command-message.ts'
import { ADDRESS, commandMessage, useWorld } from '../../support/activities/world.ts'

const world = useWorld('each')

const NOWHERE = { found: false }
const at = (ordinal: number, issue = ADDRESS.issue) => ({ found: true, address: { ...ADDRESS, issue, ordinal } })
const located = (begins: boolean, changes: Partial<Command> = {}) =>
  locateProject(world.ports, { message: commandMessage(changes), begins })

describe('on an issue', () => {
  test('on an issue without a project, a turn starts the first project if it may start one', async () => {
    expect(await located(true)).toEqual(at(1))
    expect(await located(false)).toEqual(NOWHERE)
  })

  test('on an issue with a project, a turn belongs to it', async () => {
    await world.openTurn()
    expect(await located(true)).toEqual(at(1))
    expect(await located(false)).toEqual(at(1))
  })

  test('on an issue with an ended project, a turn starts the next project if it may start one', async () => {
    await world.openTurn()
    await world.ports.projects.endProject(ADDRESS, { merged: true })
    expect(await located(true)).toEqual(at(2))
    expect(await located(false)).toEqual(NOWHERE)
  })

  test('on an issue with several projects, a turn belongs to the newest', async () => {
    await world.openTurn()
    await world.ports.projects.endProject(ADDRESS, { merged: true })
    await world.openTurn({}, { ...ADDRESS, ordinal: 2 })
    expect(await located(true)).toEqual(at(2))
    await world.ports.projects.endProject({ ...ADDRESS, ordinal: 2 }, { merged: true })
    expect(await located(true)).toEqual(at(3))
  })

  test('on an issue of another repository, no project is found', async () => {
    await world.openTurn()
    const repository = { installationId: 4, repositoryId: 6, owner: 'acme', name: 'other' }
    expect(await located(false, { repository })).toEqual(NOWHERE)
  })
})

describe('on a pull request', () => {
  const on = (number: number): Partial<Command> => ({ onPullRequest: true, number })

  test('on a pull request of a project, a turn belongs to it without a request to GitHub', async () => {
    const { project } = await world.openTurn()
    await world.ports.projects.setPullRequest(project.id, 12)
    expect(await located(false, on(12))).toEqual(at(1))
    expect(world.codeHost.calls('pullRequest')).toBe(0)
  })

  test('on a pull request of an ended project, no project is found', async () => {
    const { project } = await world.openTurn()
    await world.ports.projects.setPullRequest(project.id, 12)
    await world.ports.projects.endProject(ADDRESS, { merged: true })
    expect(await located(false, on(12))).toEqual(NOWHERE)
  })

  test('on a pull request that has no row yet, a turn belongs to the project of its branch', async () => {
    const { project } = await world.openTurn()
    const pull = world.host.addPull(project.branch)
    expect(await located(false, on(pull.number))).toEqual(at(1))
  })

  test('on a pull request of ours whose rows are gone, a turn belongs to the project that its branch names', async () => {
    const pull = world.host.addPull('ollio/31-2-pricing-card')
    expect(await located(false, on(pull.number))).toEqual(at(2, 31))
  })

  test.each<[string, string, boolean]>([
    ['by somebody else with a branch name like ours', 'ollio/7-1-pricing-card', false],
    ['of ours that belongs to no project', 'renovate/react-19', true],
  ])('%s, no project is found', async (_case, branch, byOurApp) => {
    await world.openTurn()
    const pull = world.host.addPull(branch, 'main', { byOurApp })
    expect(await located(false, on(pull.number))).toEqual(NOWHERE)
  })

  test('on a pull request that does not exist, no project is found', async () => {
    expect(await located(false, on(404))).toEqual(NOWHERE)
  })
})
