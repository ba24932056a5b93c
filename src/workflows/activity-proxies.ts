import { proxyActivities } from '@temporalio/workflow'
import type { Activities } from '#src/activities/create-activities.ts'

/**
 * The activities as workflows see them, grouped by how they may be retried. Every one beats every 500 ms,
 * so a killed worker is noticed within seconds, whatever it was doing. Failures that trying again can't mend
 * are marked by the activities themselves. One that is cancelled is waited for: what undoes it must not run beside it.
 */
const BEATING = { heartbeatTimeout: '4 seconds', cancellationType: 'WAIT_CANCELLATION_COMPLETED' } as const

/** Rows of ours: nothing goes on without them, so they are tried for an hour. */
export const rows = proxyActivities<
  Pick<Activities, 'open' | 'passOn' | 'locate' | 'deliver' | 'deliverCancel' | 'deliverDelete' | 'steer' | 'unshare'>
>({
  ...BEATING,
  startToCloseTimeout: '30 seconds',
  scheduleToCloseTimeout: '1 hour',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '20 seconds' },
})

/** Ends that have to be written, since credits are given back with them: tried for a week. */
export const endings = proxyActivities<Pick<Activities, 'endTurn' | 'endProject' | 'endWithIssue' | 'deleteProject' | 'reopenProject'>>({
  ...BEATING,
  startToCloseTimeout: '30 seconds',
  scheduleToCloseTimeout: '7 days',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '1 minute' },
})

/** What follows from GitHub's notices: much of it are rows, and a running turn can't wait for long. */
export const githubEvents = proxyActivities<Pick<Activities, 'heed'>>({
  ...BEATING,
  startToCloseTimeout: '2 minutes',
  scheduleToCloseTimeout: '1 hour',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '20 seconds' },
})

/** GitHub: each write finds what an earlier try left. */
export const github = proxyActivities<Pick<Activities, 'admit' | 'commit' | 'mergeBase' | 'publish'>>({
  ...BEATING,
  startToCloseTimeout: '1 minute',
  scheduleToCloseTimeout: '15 minutes',
  retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '1 minute' },
})

/** Comments about the work: the turn stands without them, so they give up sooner. */
export const comments = proxyActivities<
  Pick<Activities, 'acknowledge' | 'answer' | 'confirm' | 'refuse' | 'dropWaiting' | 'report' | 'sayEnd' | 'sayReopened'>
>({
  ...BEATING,
  startToCloseTimeout: '30 seconds',
  scheduleToCloseTimeout: '5 minutes',
  retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
})

/** A progress comment is replaced by the next one: one try. */
export const progressEdits = proxyActivities<Pick<Activities, 'showProgress' | 'showPlace'>>({
  ...BEATING,
  startToCloseTimeout: '15 seconds',
  retry: { maximumAttempts: 1 },
})

/** The work in the sandbox: a retry builds it anew from what is kept. */
export const sandbox = proxyActivities<Pick<Activities, 'prepare' | 'stage' | 'act' | 'check' | 'moveOnto' | 'release'>>({
  ...BEATING,
  startToCloseTimeout: '12 minutes',
  scheduleToCloseTimeout: '30 minutes',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '10 seconds' },
})

/** Sweeping: what one round misses, the next one finds. */
export const housekeeping = proxyActivities<Pick<Activities, 'reap'>>({
  ...BEATING,
  startToCloseTimeout: '5 minutes',
  retry: { maximumAttempts: 3 },
})

/** The model: an answer that was kept is never asked for again. */
export const model = proxyActivities<Pick<Activities, 'think'>>({
  ...BEATING,
  startToCloseTimeout: '10 minutes',
  scheduleToCloseTimeout: '25 minutes',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '30 seconds' },
})
