import { randomUUID } from 'node:crypto'
import { inject } from 'vitest'

/** The run's Temporal server, with a task queue that no other test uses. Workflow ids are shared by all: use unique issues or repositories. */
export function testTemporal(): { address: string; namespace: string; taskQueue: string } {
  return { ...inject('temporal'), taskQueue: `test-${randomUUID()}` }
}
