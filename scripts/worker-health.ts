import { hostname } from 'node:os'
import { connectTemporal } from '#src/adapters/temporal/connect-temporal.ts'
import { readWorkerConfig } from '#src/config/config.ts'
import { TASK_QUEUE } from '#src/workflows/signals.ts'

/** Exit code 0 where a worker of this machine has asked Temporal for work within the last two minutes: a health check for containers. */
const STALE_MS = 120_000

const { temporal } = readWorkerConfig()
const connection = connectTemporal(temporal)
const { pollers } = await connection.client.workflowService.describeTaskQueue({
  namespace: temporal.namespace,
  taskQueue: { name: TASK_QUEUE },
})
await connection.close()
const living = (pollers ?? []).some(({ identity, lastAccessTime }) => {
  return identity?.endsWith(`@${hostname()}`) === true && Date.now() - Number(lastAccessTime?.seconds ?? 0) * 1_000 < STALE_MS
})
if (!living) process.stderr.write(`No worker of ${hostname()} asks for work\n`)
process.exitCode = living ? 0 : 1
