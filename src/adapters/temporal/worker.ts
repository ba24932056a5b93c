import { fileURLToPath } from 'node:url'
import { bundleWorkflowCode, NativeConnection, Worker } from '@temporalio/worker'
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker'
import { TASK_QUEUE } from '#src/workflows/messages.ts'
import { connectionOptions } from './connect.ts'
import type { TemporalSettings } from './connect.ts'

/** The workflows as one script; takes seconds, so tests make it once. */
export function bundleWorkflows(): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({ workflowsPath: fileURLToPath(new URL('../../workflows/index.ts', import.meta.url)) })
}

export type RunningWorker = {
  /** Resolves when the worker has stopped, rejects when it failed. */
  stopped: Promise<void>
  /** Lets running activities end for a few seconds; what doesn't is taken up by another worker. */
  shutdown(): Promise<void>
}

/** Connects and polls. `activities` are those of `createActivities`. */
export async function startWorker(
  settings: TemporalSettings,
  activities: object,
  options: { bundle?: WorkflowBundleWithSourceMap; taskQueue?: string } = {},
): Promise<RunningWorker> {
  const [connection, workflowBundle] = await Promise.all([
    NativeConnection.connect(connectionOptions(settings)),
    options.bundle ?? bundleWorkflows(),
  ])
  const worker = await Worker.create({
    connection,
    namespace: settings.namespace,
    taskQueue: options.taskQueue ?? TASK_QUEUE,
    workflowBundle,
    activities,
    maxConcurrentActivityTaskExecutions: 40,
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
