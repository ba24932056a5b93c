import { afterEach, beforeEach, expect, test } from 'vitest'
import { cleanUpOrphans } from '#src/activities/projects/clean-up-orphans.ts'
import type { TurnRecord } from '#src/domain/projects/records.ts'
import { publishedTurn } from '../../support/activities/publishing-world.ts'
import { useWorld } from '../../support/activities/world.ts'

const DAY_MS = 24 * 60 * 60_000
const realNow = Date.now

const world = useWorld()
let turn: TurnRecord
beforeEach(async () => {
  world.reset()
  turn = await publishedTurn(world, await world.preparedTurn(), { 'src/price.tsx': `export const at = ${realNow()}\n` })
})
afterEach(() => {
  Date.now = realNow
})

/** Runs the cleanup as of `days` from now, twice: artifacts that one round marks are deleted by a round hours later. */
async function afterDays(days: number): Promise<void> {
  Date.now = () => realNow() + days * DAY_MS
  await cleanUpOrphans(world.ports, {})
  Date.now = () => realNow() + days * DAY_MS + 3 * 60 * 60_000
  await cleanUpOrphans(world.ports, {})
}

const isKept = (key: string) =>
  world.ports.artifacts.get(key).then(
    () => true,
    () => false,
  )
async function keysOf(): Promise<{ page: string; picture: string; file: string }> {
  const version = await world.ports.versions.versionOfTurn(turn.id)
  return {
    page: version?.build['index.html']?.artifact ?? '',
    picture: version?.pictures['375'] ?? '',
    file: version?.files['src/price.tsx'] ?? '',
  }
}
const end = (merged: boolean) => {
  const { repository, issue, ordinal } = turn.project
  return world.ports.projects.endProject({ repositoryId: repository.repositoryId, issue, ordinal }, { merged })
}

test('the preview of an open pull request is never reduced', async () => {
  const { page } = await keysOf()
  await afterDays(400)
  expect(await isKept(page)).toBe(true)
})

test('30 days after its project ended, a preview is reduced to its pictures and its files are deleted', async () => {
  const { page, picture, file } = await keysOf()
  await end(true)
  await afterDays(29)
  expect(await isKept(page)).toBe(true)
  await afterDays(31)
  expect(await Promise.all([page, picture, file].map(isKept))).toEqual([false, true, true])
  expect((await world.versionReader.versionPage(turn.project.id, 1))?.live).toBe('reduced')
})
