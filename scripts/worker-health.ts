import { hostname } from 'node:os'
import { connectTemporal } from '#src/adapters/temporal/connect-temporal.ts'
import { readWorkerConfig } from '#src/config/config.ts'
import { TASK_QUEUE } from '#src/workflows/signals.ts'

/** Health check for containers: exit code 0 if a worker on this machine has polled Temporal within the last two minutes. */
const STALE_MS = 120_000

const { temporal } = readWorkerConfig()
const connection = connectTemporal(temporal)
const { pollers } = await connection.client.workflowService.describeTaskQueue({
  namespace: temporal.namespace,
  taskQueue: { name: TASK_QUEUE },
})
await connection.close()
const isPolling = (pollers ?? []).some(({ identity, lastAccessTime }) => {
  return identity?.endsWith(`@${hostname()}`) === true && Date.now() - Number(lastAccessTime?.seconds ?? 0) * 1_000 < STALE_MS
})
if (!isPolling) process.stderr.write(`No worker on ${hostname()} is polling for work\n`)
process.exitCode = isPolling ? 0 : 1
