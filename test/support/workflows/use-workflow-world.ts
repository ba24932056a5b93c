import { afterAll, beforeAll } from 'vitest'
import { bundleWorkflows } from '#src/adapters/temporal/workflow-bundle.ts'
import { readDemoConfig } from '#src/config/config.ts'
import { testTemporal } from '#test/support/test-temporal.ts'
import { openHouse } from './workflow-world.ts'
import type { House } from './workflow-world.ts'

/** One workflow world for all tests of a file. */
export function useHouse(): () => House {
  let house: House
  beforeAll(async () => {
    house = await openHouse(testTemporal(), await bundleWorkflows(readDemoConfig().cacheFolder))
  })
  afterAll(() => house.close())
  return () => house
}
