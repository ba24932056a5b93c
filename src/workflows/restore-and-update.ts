import { CancellationScope } from '@temporalio/workflow'
import { github, sandbox } from './activity-proxies.ts'
import { commitAndPublish } from './commit-and-publish.ts'
import type { Progress } from './follow-progress.ts'
import type { RunningTurn } from './running-turn.ts'

/** Restores an earlier version in a new commit: without the agent, but with the same checks, commit and preview. */
export async function restore(turnId: string, running: RunningTurn, progress: Progress): Promise<'published' | 'unchanged'> {
  progress.enter('Restoring the earlier version')
  if ((await sandbox.stage({ turnId })) === 'unchanged') return 'unchanged'
  progress.enter('Checking')
  if ((await sandbox.check({ turnId, number: null, last: true, whole: true })) === 'unchanged') return 'unchanged'
  return commitAndPublish(turnId, running, progress, { partial: false })
}

/** Merges the base branch, then checks and publishes the result. */
export async function update(turnId: string, running: RunningTurn, progress: Progress): Promise<'published' | 'unchanged'> {
  progress.enter('Merging the base branch')
  // A merge can't be undone.
  running.isCommitting = true
  const { commitSha } = await CancellationScope.nonCancellable(() => github.mergeBase({ turnId }))
  if (commitSha === null) return 'unchanged'
  await sandbox.stage({ turnId, mergeSha: commitSha })
  progress.enter('Checking')
  if ((await sandbox.check({ turnId, number: null, last: true, whole: true })) === 'unchanged') return 'unchanged'
  progress.enter('Publishing')
  await CancellationScope.nonCancellable(() => github.publish({ turnId, commitSha, partial: false }))
  return 'published'
}
