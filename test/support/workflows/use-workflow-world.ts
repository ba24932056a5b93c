import { afterAll, beforeAll } from 'vitest'
import { bundleWorkflows } from '#src/adapters/temporal/workflow-bundle.ts'
import { readDemoConfig } from '#src/config/demo-config.ts'
import { testTemporal } from '#test/support/test-temporal.ts'
import { openWorkflowWorld } from './workflow-world.ts'
import type { WorkflowWorld } from './workflow-world.ts'

/** One workflow world for all tests of a file. */
export function useWorkflowWorld(): () => WorkflowWorld {
  let house: WorkflowWorld
  beforeAll(async () => {
    house = await openWorkflowWorld(testTemporal(), await bundleWorkflows(readDemoConfig().cacheFolder))
  })
  afterAll(() => house.close())
  return () => house
}
