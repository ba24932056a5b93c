import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { LIFETIME_MS, cleanUpOrphans } from '#src/activities/projects/clean-up-orphans.ts'
import type { TurnRecord } from '#src/domain/projects/records.ts'
import type { FakeSandbox } from '../../support/activities/fake-sandboxes.ts'
import { useWorld } from '../../support/activities/world.ts'

const world = useWorld()
beforeAll(async () => {})
beforeEach(() => world.reset())

async function sandboxOf(turn: { id: string }, ageMs = 0): Promise<FakeSandbox> {
  const sandbox = await world.sandboxes.create('react', { project: 'p', turn: turn.id, purpose: 'work' })
  sandbox.createdAtMs -= ageMs
  return sandbox
}

async function endedTurn(): Promise<TurnRecord> {
  const turn = await world.openTurn()
  await world.ports.turns.endTurn(turn.id, { state: 'FAILED', failure: 'unexpected', summary: '' })
  return turn
}

const living = (): string[] => [...world.sandboxes.living.keys()].toSorted()

test('destroys the sandboxes of ended turns but not those of a running turn', async () => {
  const [running, ended] = [await world.openTurn(), await endedTurn()]
  const kept = await sandboxOf(running)
  for (let made = 0; made < 10; made += 1) await sandboxOf(ended)
  expect(await cleanUpOrphans(world.ports, {})).toEqual({ sandboxes: 10, leftovers: 0, artifacts: 0, refills: 0, previews: 0, rechecks: 0 })
  expect(living()).toEqual([kept.id])
  expect(await cleanUpOrphans(world.ports, {})).toEqual({ sandboxes: 0, leftovers: 0, artifacts: 0, refills: 0, previews: 0, rechecks: 0 })
})

test('destroys a sandbox over the lifetime, whatever its turn is', async () => {
  const running = await world.openTurn()
  for (const turn of [running, { id: randomUUID() }, { id: 'no turn’s id' }]) await sandboxOf(turn, LIFETIME_MS + 1_000)
  const kept = [await sandboxOf(running, LIFETIME_MS - 60_000), await sandboxOf({ id: randomUUID() }), await sandboxOf({ id: 'turn-1' })]
  expect(await cleanUpOrphans(world.ports, {})).toEqual({ sandboxes: 3, leftovers: 0, artifacts: 0, refills: 0, previews: 0, rechecks: 0 })
  expect(living()).toEqual(kept.map(({ id }) => id).toSorted())
})

test('handles 500 sandboxes per round, the oldest first', async () => {
  const ended = await endedTurn()
  for (let made = 0; made < 510; made += 1) await sandboxOf(ended, made)
  expect((await cleanUpOrphans(world.ports, {})).sandboxes).toBe(500)
  const left = [...world.sandboxes.living.values()].map(({ createdAtMs }) => Date.now() - createdAtMs)
  expect(left).toHaveLength(10)
  expect((await cleanUpOrphans(world.ports, {})).sandboxes).toBe(10)
})

test('deletes unfinished files of killed processes', async () => {
  world.played.leftovers = 3
  expect(await cleanUpOrphans(world.ports, {})).toEqual({ sandboxes: 0, leftovers: 3, artifacts: 0, refills: 0, previews: 0, rechecks: 0 })
})
