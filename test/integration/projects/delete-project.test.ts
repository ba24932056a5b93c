import { beforeEach, describe, expect, test } from 'vitest'
import { deleteProject, endWithIssue } from '#src/activities/projects/end-project.ts'
import { LIFETIME_MS, cleanUpOrphans } from '#src/activities/projects/clean-up-orphans.ts'
import { Failure } from '#src/domain/shared/failures.ts'
import type { ProjectAddress } from '#src/domain/projects/ids.ts'
import { publishedTurn } from '../../support/activities/publishing-world.ts'
import { ADDRESS, bytesOf, useWorld } from '../../support/activities/world.ts'

const world = useWorld()
let address: ProjectAddress
beforeEach(() => {
  world.reset()
  address = { ...ADDRESS, issue: (address?.issue ?? 1_000) + 1 }
})

const projectOf = ({ repositoryId, issue, ordinal }: ProjectAddress) => world.ports.projects.byOrdinal(repositoryId, issue, ordinal)
const published = async (at: ProjectAddress, files: Record<string, string>) =>
  publishedTurn(world, await world.openTurn({ number: at.issue }, at), files)
const versionOf = async (turnId: string) => (await world.ports.versions.versionOfTurn(turnId)) ?? expect.fail('no version')
const isKept = (key: string) =>
  world.ports.artifacts.get(key).then(
    () => true,
    (error: unknown) => !(error instanceof Failure && error.kind === 'artifact-missing'),
  )

/** Runs the cleanup as of a later time. */
async function later(): Promise<number> {
  const real = Date.now
  Date.now = () => real() + LIFETIME_MS + 60_000
  try {
    return (await cleanUpOrphans(world.ports, {})).artifacts
  } finally {
    Date.now = real
  }
}

describe('deleting a project', () => {
  test('deleting a project deletes all of its rows except the ledger’s', async () => {
    const turn = await published(address, { 'src/price.tsx': 'a price of this one alone\n' })
    const before = await world.ports.ledger.summary(address.repositoryId, 100)
    await deleteProject(world.ports, { address })
    await deleteProject(world.ports, { address })
    expect(await projectOf(address)).toBeNull()
    await expect(world.ports.turns.turn(turn.id)).rejects.toThrow(`Turn ${turn.id} was not found`)
    expect(await world.ports.ledger.summary(address.repositoryId, 100)).toEqual(before)
  })

  test('deleting a project deletes its artifacts once no turn can be using them, except those that others need', async () => {
    const other = { ...address, issue: address.issue + 10_000 }
    const [mine, theirs] = [
      await published(address, { 'src/price.tsx': 'mine alone\n', 'src/both.tsx': 'of both\n' }),
      await published(other, { 'src/both.tsx': 'of both\n' }),
    ]
    const { files } = await versionOf(mine.id)
    const [alone, both] = [files['src/price.tsx'] ?? '', files['src/both.tsx'] ?? '']
    const prompt = mine.base?.prompt ?? ''
    await deleteProject(world.ports, { address })
    expect((await cleanUpOrphans(world.ports, {})).artifacts).toBe(0)
    expect(await isKept(alone)).toBe(true)
    expect(await later()).toBeGreaterThan(0)
    expect([await isKept(alone), await isKept(prompt), await isKept(both)]).toEqual([false, theirs.base?.prompt === prompt, true])
    expect(await later()).toBe(0)
  })

  test('deleting a project keeps an artifact that was stored again since then', async () => {
    const turn = await published(address, { 'src/price.tsx': 'put again\n' })
    const key = (await versionOf(turn.id)).files['src/price.tsx'] ?? ''
    await deleteProject(world.ports, { address })
    const real = Date.now
    Date.now = () => real() + LIFETIME_MS + 60_000
    try {
      await world.ports.artifacts.put(bytesOf('put again\n'))
      await cleanUpOrphans(world.ports, {})
    } finally {
      Date.now = real
    }
    expect(await isKept(key)).toBe(true)
  })
})

describe('a deleted or transferred issue', () => {
  test('a deleted or transferred issue ends the project that has no pull request', async () => {
    await world.openTurn({ number: address.issue }, address)
    await endWithIssue(world.ports, { address })
    expect(await projectOf(address)).toMatchObject({ ended: true, status: 'CANCELLED' })
  })

  test('a deleted or transferred issue leaves a project with a pull request open', async () => {
    await published(address, { 'src/price.tsx': 'x\n' })
    await endWithIssue(world.ports, { address })
    expect(await projectOf(address)).toMatchObject({ ended: false, status: 'COMPLETED' })
  })
})
