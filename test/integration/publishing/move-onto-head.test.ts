import { beforeEach, describe, expect, test } from 'vitest'
import { checkVersion } from '#src/activities/checks/check-version.ts'
import { moveOntoHead } from '#src/activities/publishing/move-onto-head.ts'
import { commitVersion } from '#src/activities/publishing/commit-version.ts'
import { publishVersion } from '#src/activities/publishing/publish-version.ts'
import { Failure } from '#src/domain/shared/failures.ts'
import type { ProjectAddress } from '#src/domain/projects/ids.ts'
import type { TurnRecord } from '#src/domain/projects/records.ts'
import { hashing } from '../../support/activities/hashing.ts'
import { committed, prepareVersion, publishedTurn } from '../../support/activities/publishing-world.ts'
import { ADDRESS, attempt, bytesOf, keyOf, useWorld } from '../../support/activities/world.ts'

const PRICE = 'src/price.tsx'
const lines = (...changed: [number, string][]) =>
  `${Array.from({ length: 12 }, (_, index) => `// ${changed.find(([line]) => line === index + 1)?.[1] ?? `line ${index + 1}`}`).join('\n')}\n`

const world = useWorld()
let address: ProjectAddress
let turn: TurnRecord
beforeEach(async () => {
  world.reset()
  world.sandboxes.onRun = hashing()
  address = { ...ADDRESS, issue: (address?.issue ?? 700) + 1 }
  await publishedTurn(world, await world.openTurn({ number: address.issue }, address), { [PRICE]: lines() })
  turn = await startTurn()
})

/** A turn that started from the branch's head and changed the first line. */
async function startTurn(): Promise<TurnRecord> {
  const opened = await world.openTurn({ number: address.issue }, address)
  const { repository, branch } = opened.project
  const sha = (await world.host.branchHead(repository, branch)) ?? ''
  const put = (value: unknown) => world.ports.artifacts.put(bytesOf(JSON.stringify(value)))
  const tree = Object.fromEntries(Object.entries(world.host.filesAt(branch)).map(([path, text]) => [path, keyOf(text)]))
  const archive = await world.ports.artifacts.put(await world.host.archive(repository, sha))
  await world.ports.turns.setBase(opened.id, { sha, archive, tree: await put(tree), prompt: await put({ messages: [], manifest: {} }) })
  const made = await world.ports.turns.turn(opened.id)
  await prepareVersion(world, made, {
    [PRICE]: lines([1, 'ours']),
    '.ollio/preview.tsx': '// our preview',
    'vite.config.ts': 'not ours to change',
  })
  return world.ports.turns.turn(opened.id)
}
const push = (changes: Record<string, string | null>) => world.host.push(turn.project.branch, 'by hand', changes)
const files = () => world.host.filesAt(turn.project.branch)
const moved = (number = 1) => moveOntoHead(world.ports, { turnId: turn.id }, attempt(number))
const checkAgain = () => checkVersion(world.ports, { turnId: turn.id, number: null, last: true, whole: true }, attempt())

describe('a push while a turn runs', () => {
  test('a push while a turn runs is noticed before the commit', async () => {
    const head = push({ 'src/by-hand.ts': 'x\n' })
    expect(await commitVersion(world.ports, { turnId: turn.id, mayMove: true })).toEqual({ moved: true })
    expect(await world.host.branchHead(turn.project.repository, turn.project.branch)).toBe(head)
  })

  test('a push while a turn runs is noticed by GitHub if it comes between check and commit', async () => {
    world.codeHost.failNext('commit', new Failure('branch-moved', 'The branch has another head than expected'))
    expect(await commitVersion(world.ports, { turnId: turn.id, mayMove: true })).toEqual({ moved: true })
  })

  test('a push while a turn runs gets the turn’s changes on top: both changes are on the branch and checked again', async () => {
    const head = push({ [PRICE]: lines([9, 'by hand']), 'src/by-hand.ts': 'x\n' })
    await moved()
    expect(await world.ports.versions.versionOfTurn(turn.id)).toBeNull()
    expect(await checkAgain()).toBe('stands')
    const commitSha = await committed(world, turn)
    await publishVersion(world.ports, { turnId: turn.id, commitSha, partial: false })
    expect(files()).toMatchObject({ [PRICE]: lines([1, 'ours'], [9, 'by hand']), 'src/by-hand.ts': 'x\n' })
    const commits = world.host.branches.get(turn.project.branch) ?? []
    expect(commits.map(({ sha }) => sha).slice(-2)).toEqual([head, commitSha])
    const version = await world.ports.versions.versionOfTurn(turn.id)
    expect(version).toMatchObject({ number: 2, state: 'PUBLISHED', draft: false, summary: 'What was made.' })
    expect(Object.keys(version?.files ?? {})).toEqual([PRICE])
    expect(await world.ports.versions.previewSource(turn.project.id, 2)).toBe('// our preview')
  })

  test('a push while a turn runs ends the turn if it changed the same lines, and the comment names the file', async () => {
    const head = push({ [PRICE]: lines([1, 'by hand']) })
    await expect(moved()).rejects.toMatchObject({ kind: 'branch-collided' })
    expect((await world.ports.turns.turn(turn.id)).conflicts).toEqual([PRICE])
    expect(await world.host.branchHead(turn.project.repository, turn.project.branch)).toBe(head)
    expect(world.sandboxes.living.size).toBe(0)
  })

  test('a push while a turn runs ends the turn if it deleted the changed file, and the file stays deleted', async () => {
    push({ [PRICE]: null })
    await expect(moved()).rejects.toMatchObject({ kind: 'branch-collided' })
    expect(files()).not.toHaveProperty(PRICE)
  })

  test('a push while a turn runs leaves nothing to do if it made the same change', async () => {
    push({ [PRICE]: lines([1, 'ours']) })
    await moved()
    expect(await checkAgain()).toBe('unchanged')
  })

  test('a push while a turn runs is handled the same way if it was a reset', async () => {
    const commits = world.host.branches.get(turn.project.branch) ?? []
    world.host.branches.set(turn.project.branch, commits.slice(0, 1))
    expect(await commitVersion(world.ports, { turnId: turn.id, mayMove: true })).toEqual({ moved: true })
    await expect(moved()).rejects.toMatchObject({ kind: 'branch-collided' })
    expect(files()).not.toHaveProperty(PRICE)
  })

  test('a push while a turn runs ends the turn if the branch was deleted', async () => {
    world.host.branches.delete(turn.project.branch)
    await expect(commitVersion(world.ports, { turnId: turn.id, mayMove: true })).rejects.toMatchObject({ kind: 'branch-gone' })
  })

  test('a push while a turn runs ends the turn if somebody pushes a second time', async () => {
    push({ 'src/by-hand.ts': 'x\n' })
    await moved()
    await checkAgain()
    push({ 'src/by-hand.ts': 'y\n' })
    await expect(commitVersion(world.ports, { turnId: turn.id, mayMove: false })).rejects.toMatchObject({ kind: 'branch-moved' })
  })
})

test('a push while a turn runs is handled once, also with retries', async () => {
  push({ 'src/by-hand.ts': 'x\n' })
  world.turns.loseAnswer('moveBase')
  await expect(moved()).rejects.toThrow('got lost')
  const { base } = await world.ports.turns.turn(turn.id)
  await moved(2)
  expect((await world.ports.turns.turn(turn.id)).base).toEqual(base)
  expect(await checkAgain()).toBe('stands')
})
