import { beforeEach, describe, expect, test } from 'vitest'
import { callModel } from '#src/activities/agent/call-model.ts'
import { checkVersion } from '#src/activities/checks/check-version.ts'
import { recheckVersion } from '#src/activities/checks/recheck-version.ts'
import { cleanUpOrphans } from '#src/activities/projects/clean-up-orphans.ts'
import { commitVersion } from '#src/activities/publishing/commit-version.ts'
import { publishVersion } from '#src/activities/publishing/publish-version.ts'
import type { TurnRecord } from '#src/domain/projects/records.ts'
import { compiling } from '../../support/activities/fake-compiler.ts'
import { answerOf, attempt, useWorld } from '../../support/activities/world.ts'

const world = useWorld()
const BUSY = { notRun: { cause: 'machine' as const, reason: 'this machine was too busy' } }
const WORK = [
  { tool: 'writeFile', args: { path: 'src/price.tsx', content: 'export const Price = () => <p>9</p>\n' } },
  { tool: 'writeFile', args: { path: '.ollio/preview.tsx', content: 'export default () => null\n' } },
  { tool: 'finish', args: { summary: 'Made a price.' } },
]

beforeEach(() => {
  world.reset()
  world.rechecks.length = 0
  world.sandboxes.onRun = compiling()
})

/** A published version whose keyboard check was not run, because the machine was busy. */
async function unproven(partial = false): Promise<{ turn: TurnRecord; commitSha: string }> {
  const turn = await world.preparedTurn()
  Object.assign(world.played.page, { keyboard: BUSY })
  world.played.answers.push(answerOf(...WORK))
  await callModel(world.ports, { turnId: turn.id, number: 1, unreadableBefore: 0, limit: 3 }, attempt())
  expect(await checkVersion(world.ports, { turnId: turn.id, number: 1, last: false }, attempt())).toBe('stands')
  const commit = await commitVersion(world.ports, { turnId: turn.id })
  const commitSha = 'commitSha' in commit ? commit.commitSha : ''
  await publishVersion(world.ports, { turnId: turn.id, commitSha, partial })
  return { turn, commitSha }
}

const versionOf = (turn: TurnRecord) => world.ports.versions.versionOfTurn(turn.id)
const keyboardOf = async (turn: TurnRecord) => (await versionOf(turn))?.checks.find(({ name }) => name === 'Keyboard')?.outcome
const pullOf = async (turn: TurnRecord) => {
  const { pullRequest } = (await world.ports.turns.turn(turn.id)).project
  return world.host.pulls.find(({ number }) => number === pullRequest)
}
const checkRun = (commitSha: string) => world.host.checkRuns.findLast(({ headSha }) => headSha === commitSha)
const again = (turn: TurnRecord) => recheckVersion(world.ports, { turnId: turn.id }, attempt())

/** The machine has room again, and the page has no problems. */
function machineIsFree(): void {
  Object.assign(world.played.page, { keyboard: { controls: 2, reached: 2, left: 0, unseen: 0, unreached: [], unmarked: [], trap: null } })
}

test('a version with a required check that was not run is a draft whose check run needs action, and nobody is sent back', async () => {
  const { turn, commitSha } = await unproven()
  expect(await keyboardOf(turn)).toBe('not run')
  expect(await versionOf(turn)).toMatchObject({ draft: true, rechecks: 0 })
  expect(await pullOf(turn)).toMatchObject({ draft: true })
  expect(checkRun(commitSha)).toMatchObject({ conclusion: 'action_required', title: 'Not run: keyboard' })
  expect((await world.ports.steps.steps(turn.id)).length).toBe(1)
})

describe('housekeeping', () => {
  test('housekeeping asks for the check again when it is due, and not before', async () => {
    const { turn } = await unproven()
    await cleanUpOrphans(world.ports, {})
    expect(world.rechecks.filter(({ turnId }) => turnId === turn.id)).toEqual([])
    const version = await versionOf(turn)
    if (version !== null) await world.ports.versions.keepRecheck(turn.id, { ...version, pictures: {}, recheckAt: new Date(Date.now() - 1) })
    await cleanUpOrphans(world.ports, {})
    expect(world.rechecks.filter(({ turnId }) => turnId === turn.id)).toHaveLength(1)
  })
})

describe('running the checks again', () => {
  test('if the check passes then, the pull request is marked ready, and its check run succeeds', async () => {
    const { turn, commitSha } = await unproven()
    machineIsFree()
    expect(await again(turn)).toEqual({ commitSha, partial: false })
    await publishVersion(world.ports, { turnId: turn.id, commitSha, partial: false, recheck: true })
    expect(await versionOf(turn)).toMatchObject({ draft: false, recheckAt: null, rechecks: 1 })
    expect(await keyboardOf(turn)).toBe('passed')
    expect(world.host.ready).toEqual([(await pullOf(turn))?.number])
    expect((await pullOf(turn))?.body).toContain('| Keyboard | ✅ passed |')
    expect(checkRun(commitSha)?.conclusion).toBe('success')
  })

  test('if the machine is still busy, nothing is shown, and the next try is later', async () => {
    const { turn } = await unproven()
    expect(await again(turn)).toEqual({ outcome: 'same' })
    const { recheckAt = null, rechecks } = (await versionOf(turn)) ?? {}
    expect(rechecks).toBe(1)
    expect((recheckAt?.getTime() ?? 0) - Date.now()).toBeGreaterThan(10 * 60_000)
  })

  test('a check that fails then is shown, and the pull request stays a draft', async () => {
    const { turn, commitSha } = await unproven()
    const trap = { path: 'button', html: '<button>' }
    Object.assign(world.played.page, {
      keyboard: { controls: 1, reached: 0, left: 0, unseen: 0, unreached: [trap], unmarked: [], trap: null },
    })
    expect(await again(turn)).toEqual({ commitSha, partial: false })
    await publishVersion(world.ports, { turnId: turn.id, commitSha, partial: false, recheck: true })
    expect(world.host.ready).toEqual([])
    expect(checkRun(commitSha)?.conclusion).toBe('failure')
    expect(await versionOf(turn)).toMatchObject({ draft: true, recheckAt: null })
  })

  test('a partial version stays a draft, whatever the checks say', async () => {
    const { turn } = await unproven(true)
    machineIsFree()
    expect(await again(turn)).toMatchObject({ partial: true })
    expect(await versionOf(turn)).toMatchObject({ draft: true })
  })

  test('a try that is lost counts, so that it is not repeated at once', async () => {
    const { turn } = await unproven()
    world.sandboxes.onRun = () => Promise.reject(new Error('the worker was killed'))
    await expect(again(turn)).rejects.toThrow('the worker was killed')
    expect((await versionOf(turn))?.rechecks).toBe(1)
  })

  test('a version of a project that has ended is left alone', async () => {
    const { turn } = await unproven()
    const { repository, issue, ordinal } = turn.project
    await world.ports.projects.endProject({ repositoryId: repository.repositoryId, issue, ordinal }, { merged: true })
    expect(await again(turn)).toEqual({ outcome: 'outdated' })
    expect((await versionOf(turn))?.recheckAt).toBeNull()
  })

  test('a version whose required checks have all run is left alone', async () => {
    const { turn } = await unproven()
    machineIsFree()
    await again(turn)
    expect(await again(turn)).toEqual({ outcome: 'outdated' })
  })
})
