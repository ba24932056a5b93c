import { Client, Connection } from '@temporalio/client'
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest'
import { createActivities } from '#src/activities/create-activities.ts'
import { createBubblewrapOrphans } from '#src/adapters/sandbox/bubblewrap/bubblewrap-orphans.ts'
import { HOUSEKEEPING, scheduleHousekeeping } from '#src/adapters/temporal/housekeeping-schedule.ts'
import { startWorker } from '#src/adapters/temporal/temporal-worker.ts'
import type { RunningWorker } from '#src/adapters/temporal/temporal-worker.ts'
import { bundleWorkflows } from '#src/adapters/temporal/workflow-bundle.ts'
import { readDemoConfig } from '#src/config/demo-config.ts'
import { openWorld } from '#test/support/activities/world.ts'
import type { World } from '#test/support/activities/world.ts'
import { type Machine, openMachine } from '#test/support/sandbox/bubblewrap-machine.ts'
import { createNamespace } from '#test/support/test-temporal.ts'

let machine: Machine
let world: World
let worker: RunningWorker
let client: Client
beforeAll(async () => {
  machine = await openMachine()
  world = await openWorld({ sandboxes: machine.provider })
  const settings = { address: inject('temporal').address, namespace: await createNamespace(), apiKey: null }
  const activities = createActivities({ ...world.ports, orphanedFiles: createBubblewrapOrphans(machine.folder) })
  worker = await startWorker(settings, { activities, workflowBundle: await bundleWorkflows(readDemoConfig().cacheFolder) })
  client = new Client({ connection: await Connection.connect({ address: settings.address }), namespace: settings.namespace })
})
afterAll(async () => {
  await worker.shutdown()
  await client.connection.close()
  await world.close()
  await machine.close()
})

test('the schedule destroys ten orphaned sandboxes of a killed worker, but not the one in use', async () => {
  const [running, ended] = [await world.openTurn(), await world.openTurn()]
  const kept = await machine.provider.create('react', { project: 'p', turn: running.id, purpose: 'work' })
  for (let made = 0; made < 10; made += 1) await machine.provider.create('react', { project: 'p', turn: ended.id, purpose: 'check' })
  await world.ports.turns.endTurn(ended.id, { state: 'FAILED', failure: 'unexpected', summary: '' })

  await Promise.all([scheduleHousekeeping(client), scheduleHousekeeping(client)])
  await vi.waitUntil(async () => (await machine.provider.list({})).length === 1, { timeout: 20_000 })
  expect((await machine.provider.list({})).map(({ id }) => id)).toEqual([kept.id])

  const schedules = []
  for await (const { scheduleId } of client.schedule.list()) schedules.push(scheduleId)
  expect(schedules).toEqual([HOUSEKEEPING])
  expect(await client.schedule.getHandle(HOUSEKEEPING).describe()).toMatchObject({ spec: { intervals: [{ every: 300_000 }] } })
})
