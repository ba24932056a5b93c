import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker'
import { TASK_QUEUE } from '#src/workflows/signals.ts'
import { connectionOptions } from './connect-temporal.ts'
import type { TemporalSettings } from './connect-temporal.ts'

export type RunningWorker = {
  /** Resolves when the worker has stopped, rejects if it failed. */
  stopped: Promise<void>
  /** Gives running activities a few seconds to finish. Another worker retries those that don't. */
  shutdown(): Promise<void>
}

export type WorkerOptions = {
  /** From `bundleWorkflows`. */
  workflowBundle: { codePath: string }
  /** From `createActivities`. */
  activities: object
  /** Only tests pass another one. */
  taskQueue?: string
}

/** Connects and starts polling. */
export async function startWorker(
  settings: TemporalSettings,
  { workflowBundle, activities, taskQueue = TASK_QUEUE }: WorkerOptions,
): Promise<RunningWorker> {
  quietRuntime()
  const connection = await NativeConnection.connect(connectionOptions(settings))
  const worker = await Worker.create({
    connection,
    namespace: settings.namespace,
    taskQueue,
    workflowBundle,
    activities,
    maxConcurrentActivityTaskExecutions: 40,
    // Each cached workflow takes megabytes. One that isn't cached is replayed from its history in milliseconds.
    maxCachedWorkflows: 50,
    // An activity learns of its cancellation through heartbeats, so they must not be throttled.
    maxHeartbeatThrottleInterval: '500 milliseconds',
    defaultHeartbeatThrottleInterval: '500 milliseconds',
    // Timeout after which other workers take over a dead worker's sticky tasks.
    stickyQueueScheduleToStartTimeout: '2 seconds',
    shutdownGraceTime: '5 seconds',
    shutdownForceTime: '10 seconds',
  })
  const stopped = worker.run().finally(() => connection.close())
  return {
    stopped,
    async shutdown() {
      if (worker.getState() === 'RUNNING') worker.shutdown()
      await stopped
    },
  }
}

let isQuiet = false

/** Temporal's logger is global to the process. It logs warnings and errors only. */
function quietRuntime(): void {
  if (isQuiet) return
  isQuiet = true
  Runtime.install({ logger: new DefaultLogger('WARN') })
}
