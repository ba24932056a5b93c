import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker'
import { TASK_QUEUE } from '#src/workflows/signals.ts'
import { connectionOptions } from './connect-temporal.ts'
import type { TemporalSettings } from './connect-temporal.ts'

export type RunningWorker = {
  /** Resolves when the worker has stopped, rejects when it failed. */
  stopped: Promise<void>
  /** Lets running activities end for a few seconds; what doesn't is taken up by another worker. */
  shutdown(): Promise<void>
}

export type WorkerOptions = {
  /** By `bundleWorkflows`. */
  workflowBundle: { codePath: string }
  /** Those of `createActivities`. */
  activities: object
  /** Another one in tests only. */
  taskQueue?: string
}

/** Connects and polls. */
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
    // Each conversation that is kept takes megabytes, and one that isn't is read again from its history in milliseconds.
    maxCachedWorkflows: 50,
    // Cancellation reaches an activity with its heartbeats, so these must not be held back.
    maxHeartbeatThrottleInterval: '500 milliseconds',
    defaultHeartbeatThrottleInterval: '500 milliseconds',
    // A dead worker's sticky tasks go to the others after so long.
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

/** Temporal's own log is one of the process: what is worth a warning, and no more. */
function quietRuntime(): void {
  if (isQuiet) return
  isQuiet = true
  Runtime.install({ logger: new DefaultLogger('WARN') })
}
