import { randomUUID } from 'node:crypto'
import { Connection } from '@temporalio/client'
import { msToTs } from '@temporalio/common/lib/time.js'
import { inject } from 'vitest'

/** The run's Temporal server, with a task queue that no other test uses. Workflow ids are shared by all: use unique issues or repositories. */
export function testTemporal(): { address: string; namespace: string; taskQueue: string } {
  return { ...inject('temporal'), taskQueue: `test-${randomUUID()}` }
}

/** A new namespace on the run's Temporal server, for workers that share nothing with others; answers its name. */
export async function createNamespace(): Promise<string> {
  const namespace = `test-${randomUUID()}`
  const connection = await Connection.connect({ address: inject('temporal').address })
  await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs('1 day') })
  await connection.close()
  return namespace
}
