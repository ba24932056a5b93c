import { proxyActivities } from '@temporalio/workflow'
import type { Activities } from '#src/activities/create-activities.ts'

/**
 * Activities grouped by retry policy. Each one sends a heartbeat every 500 ms, so a killed worker is noticed within seconds; a busy one sends it late. Activities
 * mark the failures that can't be retried. A cancelled activity is waited for, because the cleanup after it must not run at the same time.
 */
const HEARTBEAT = { heartbeatTimeout: '10 seconds', cancellationType: 'WAIT_CANCELLATION_COMPLETED' } as const

/** Database rows: the workflow can't continue without them, so they are retried for an hour. */
export const rows = proxyActivities<
  Pick<Activities, 'open' | 'passOn' | 'locate' | 'deliver' | 'deliverCancel' | 'deliverDelete' | 'steer' | 'unshare'>
>({
  ...HEARTBEAT,
  startToCloseTimeout: '30 seconds',
  scheduleToCloseTimeout: '1 hour',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '20 seconds' },
})

/** Ends of turns and projects: they must be written because they return credits, so they are retried for a week. */
export const endings = proxyActivities<Pick<Activities, 'endTurn' | 'endProject' | 'endWithIssue' | 'deleteProject' | 'reopenProject'>>({
  ...HEARTBEAT,
  startToCloseTimeout: '30 seconds',
  scheduleToCloseTimeout: '7 days',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '1 minute' },
})

/** Effects of GitHub events: mostly database rows, retried for an hour. */
export const githubEvents = proxyActivities<Pick<Activities, 'heed'>>({
  ...HEARTBEAT,
  startToCloseTimeout: '2 minutes',
  scheduleToCloseTimeout: '1 hour',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '20 seconds' },
})

/** GitHub: each write first looks for the result of an earlier try. */
export const github = proxyActivities<Pick<Activities, 'admit' | 'commit' | 'mergeBase' | 'publish'>>({
  ...HEARTBEAT,
  startToCloseTimeout: '1 minute',
  scheduleToCloseTimeout: '15 minutes',
  retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '1 minute' },
})

/** Comments: the turn is valid without them, so they give up sooner. */
export const comments = proxyActivities<
  Pick<Activities, 'acknowledge' | 'answer' | 'confirm' | 'refuse' | 'dropWaiting' | 'report' | 'sayEnd' | 'sayReopened'>
>({
  ...HEARTBEAT,
  startToCloseTimeout: '30 seconds',
  scheduleToCloseTimeout: '5 minutes',
  retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
})

/** Progress edits: the next edit replaces a failed one, so there is only one try. */
export const progressEdits = proxyActivities<Pick<Activities, 'showProgress' | 'showPlace'>>({
  ...HEARTBEAT,
  startToCloseTimeout: '15 seconds',
  retry: { maximumAttempts: 1 },
})

/**
 * Work in the sandbox: a retry rebuilds the sandbox from stored state. The times are for a machine with a load of twenty; a lost worker is
 * noticed by its heartbeats.
 */
export const sandbox = proxyActivities<Pick<Activities, 'prepare' | 'stage' | 'act' | 'check' | 'recheck' | 'moveOnto' | 'release'>>({
  ...HEARTBEAT,
  startToCloseTimeout: '45 minutes',
  scheduleToCloseTimeout: '90 minutes',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '10 seconds' },
})

/** Cleanup: the next run finds what this one misses. */
export const housekeeping = proxyActivities<Pick<Activities, 'reap'>>({
  ...HEARTBEAT,
  startToCloseTimeout: '5 minutes',
  retry: { maximumAttempts: 3 },
})

/** The model: a stored answer is never requested again. */
export const model = proxyActivities<Pick<Activities, 'think'>>({
  ...HEARTBEAT,
  startToCloseTimeout: '10 minutes',
  scheduleToCloseTimeout: '25 minutes',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '30 seconds' },
})
