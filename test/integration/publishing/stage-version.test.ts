import { beforeEach, describe, expect, test } from 'vitest'
import { checkVersion } from '#src/activities/checks/check-version.ts'
import { openTurn } from '#src/activities/projects/open-turn.ts'
import { publishVersion } from '#src/activities/publishing/publish-version.ts'
import { stageVersion } from '#src/activities/publishing/stage-version.ts'
import type { ParsedTurnCommand } from '#src/domain/commands/command-message.ts'
import type { ProjectAddress } from '#src/domain/projects/ids.ts'
import type { TurnRecord } from '#src/domain/projects/records.ts'
import { hashing } from '../../support/activities/hashing.ts'
import { committed, publishedTurn } from '../../support/activities/publishing-world.ts'
import { ADDRESS, attempt, useWorld, turnRequest } from '../../support/activities/world.ts'

const PRICE = 'src/price.tsx'
const CARD = 'src/components/card.tsx'
const lines = (...changed: [number, string][]) =>
  `${Array.from({ length: 12 }, (_, index) => `// ${changed.find(([line]) => line === index + 1)?.[1] ?? `line ${index + 1}`}`).join('\n')}\n`

const world = useWorld()
let address: ProjectAddress
let first: TurnRecord
beforeEach(async () => {
  world.reset()
  world.sandboxes.onRun = hashing()
  address = { ...ADDRESS, issue: (address?.issue ?? 500) + 1 }
  first = await published({ [PRICE]: lines(), '.ollio/preview.tsx': '// the first preview' })
})

/** A version by the agent: path to text, or `null` for a deleted file. */
async function published(files: Record<string, string | null>): Promise<TurnRecord> {
  return publishedTurn(world, await world.openTurn({ number: address.issue }, address), files)
}
const opening = (command: ParsedTurnCommand) => openTurn(world.ports, { address, message: turnRequest({ command, number: address.issue }) })
async function opened(command: ParsedTurnCommand): Promise<TurnRecord> {
  const outcome = await opening(command)
  if (outcome.outcome !== 'open') throw new Error(JSON.stringify(outcome))
  return world.ports.turns.turn(outcome.turnId)
}
/** Runs a command from opening its turn to its final comment. */
async function done(command: ParsedTurnCommand): Promise<TurnRecord> {
  const { id: turnId } = await opened(command)
  expect(await stageVersion(world.ports, { turnId }, attempt())).toBe('staged')
  expect(await checkVersion(world.ports, { turnId, number: null, last: true, whole: true }, attempt())).toBe('stands')
  const turn = await world.ports.turns.turn(turnId)
  await publishVersion(world.ports, { turnId, commitSha: await committed(world, turn), partial: false })
  return world.ports.turns.turn(turnId)
}
const branchFiles = () => world.host.filesAt(first.project.branch)
const failure = async (command: ParsedTurnCommand) => {
  const { id: turnId } = await opened(command)
  await expect(stageVersion(world.ports, { turnId }, attempt())).rejects.toMatchObject({ kind: 'restore-collided' })
  return (await world.ports.turns.turn(turnId)).conflicts
}

describe('undo', () => {
  test('undo commits the previous state without cost and without calling the model', async () => {
    await published({ [PRICE]: lines([1, 'a colour']), 'src/new.tsx': 'new\n', [CARD]: null })
    const before = world.host.branches.get(first.project.branch)?.length
    const turn = await done({ name: 'undo' })
    expect(branchFiles()).toMatchObject({ [PRICE]: lines(), [CARD]: expect.stringContaining('Card') })
    expect(branchFiles()).not.toHaveProperty('src/new.tsx')
    expect(world.host.branches.get(first.project.branch)).toHaveLength((before ?? 0) + 1)
    expect(turn).toMatchObject({ operation: 'restore', restores: 1, credits: 0, state: 'PUBLISHED', prompt: 'Restore v1' })
    expect(world.requests).toEqual([])
    expect(await world.ports.versions.versionOfTurn(turn.id)).toMatchObject({
      number: 3,
      summary: 'Restored v1: What was made.',
      draft: false,
      pictures: { 375: expect.any(String) },
    })
  })

  test('undo goes further back the second time, and a version can be restored by its number', async () => {
    await published({ [PRICE]: lines([1, 'second']) })
    await published({ [PRICE]: lines([1, 'third']) })
    await done({ name: 'undo' })
    expect(branchFiles()[PRICE]).toBe(lines([1, 'second']))
    await done({ name: 'undo' })
    expect(branchFiles()[PRICE]).toBe(lines())
    expect(await opening({ name: 'undo' })).toEqual({ outcome: 'nothing', answer: { about: 'nothing-to-undo' } })
    await done({ name: 'restore', version: 3 })
    expect(branchFiles()[PRICE]).toBe(lines([1, 'third']))
  })

  test('undo keeps other people’s later changes in the same and in other files', async () => {
    await published({ [PRICE]: lines([1, 'second']) })
    world.host.push(first.project.branch, 'by hand', { [PRICE]: lines([1, 'second'], [9, 'by hand']), 'src/by-hand.ts': 'x\n' })
    await published({ [PRICE]: lines([1, 'third'], [9, 'by hand']) })
    await done({ name: 'restore', version: 1 })
    expect(branchFiles()).toMatchObject({ [PRICE]: lines([9, 'by hand']), 'src/by-hand.ts': 'x\n' })
  })

  test('undo doesn’t bring back what a person removed', async () => {
    await published({ 'src/other.tsx': 'other\n' })
    world.host.push(first.project.branch, 'without prices', { [PRICE]: null })
    await done({ name: 'undo' })
    expect(branchFiles()).not.toHaveProperty(PRICE)
  })

  test('undo changes nothing and names the files if it would remove a person’s lines', async () => {
    await published({ [PRICE]: lines([1, 'second']), 'src/new.tsx': 'new\n' })
    const head = world.host.push(first.project.branch, 'by hand', { [PRICE]: lines([1, 'by hand']), 'src/new.tsx': 'changed by hand\n' })
    expect(await failure({ name: 'undo' })).toEqual(['src/new.tsx', PRICE])
    expect(await world.host.branchHead(first.project.repository, first.project.branch)).toBe(head)
  })

  test('undo does nothing if a person undid the change already', async () => {
    await published({ [PRICE]: lines([1, 'second']) })
    world.host.push(first.project.branch, 'undone by hand', { [PRICE]: lines() })
    const { id: turnId } = await opened({ name: 'undo' })
    expect(await stageVersion(world.ports, { turnId }, attempt())).toBe('unchanged')
  })

  test('undo shows the preview of the restored version', async () => {
    await published({ [PRICE]: lines([1, 'second']), '.ollio/preview.tsx': '// the second preview' })
    const turn = await done({ name: 'undo' })
    expect(await world.ports.versions.previewSource(turn.project.id, 3)).toBe('// the first preview')
    expect(branchFiles()).not.toHaveProperty('.ollio/preview.tsx')
  })

  test('undo is staged once if the response gets lost', async () => {
    await published({ [PRICE]: lines([1, 'second']) })
    const { id: turnId } = await opened({ name: 'undo' })
    world.turns.loseAnswer('setBase')
    await expect(stageVersion(world.ports, { turnId }, attempt())).rejects.toThrow('got lost')
    const { base } = await world.ports.turns.turn(turnId)
    expect(await stageVersion(world.ports, { turnId }, attempt(2))).toBe('staged')
    expect((await world.ports.turns.turn(turnId)).base).toEqual(base)
  })

  test('undo leaves no sandbox behind', async () => {
    await published({ [PRICE]: lines([1, 'second']) })
    await done({ name: 'undo' })
    expect(world.sandboxes.living.size).toBe(0)
  })

  test('undo removes a package that only the undone version needed', async () => {
    await published({ 'package.json': '{"dependencies":{"react":"19","zod":"4.6.7"}}' })
    await done({ name: 'undo' })
    expect(branchFiles()['package.json']).toBe('{"dependencies":{"react":"19"}}')
  })
})

describe('restore', () => {
  test('restore gets a reply if the version was never published', async () => {
    expect(await opening({ name: 'restore', version: 7 })).toEqual({ outcome: 'nothing', answer: { about: 'no-such-version' } })
  })

  test('restore gets a reply for the newest version', async () => {
    expect(await opening({ name: 'restore', version: 1 })).toEqual({ outcome: 'nothing', answer: { about: 'already-restored' } })
  })

  test('restore gets a reply if the project has published nothing', async () => {
    address = { ...address, issue: address.issue + 10_000 }
    expect(await opening({ name: 'undo' })).toEqual({ outcome: 'nothing', answer: { about: 'nothing-to-undo' } })
    expect(await world.ports.projects.byOrdinal(address.repositoryId, address.issue, 1)).toBeNull()
  })
})
