import { CancellationScope } from '@temporalio/workflow'
import { github, sandbox } from './activity-proxies.ts'
import { commitAndPublish } from './commit-and-publish.ts'
import type { Progress } from './follow-progress.ts'
import type { RunningTurn } from './running-turn.ts'

/** An earlier version's state as a new commit: no agent, but the same check, commit and preview. */
export async function restore(turnId: string, running: RunningTurn, progress: Progress): Promise<'published' | 'unchanged'> {
  progress.enter('Restoring')
  if ((await sandbox.stage({ turnId })) === 'unchanged') return 'unchanged'
  progress.enter('Checking')
  if ((await sandbox.check({ turnId, number: null, last: true, whole: true })) === 'unchanged') return 'unchanged'
  return commitAndPublish(turnId, running, progress, { partial: false })
}

/** The base branch brought in by a merge commit, and what came of it checked and shown. */
export async function update(turnId: string, running: RunningTurn, progress: Progress): Promise<'published' | 'unchanged'> {
  progress.enter('Merging')
  // A merge isn't taken back.
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
