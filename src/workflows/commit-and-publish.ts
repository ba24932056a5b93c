import { CancellationScope } from '@temporalio/workflow'
import { github, sandbox } from './activity-proxies.ts'
import type { Progress } from './follow-progress.ts'
import type { RunningTurn } from './running-turn.ts'

/**
 * Commits the checked work and publishes it. If somebody pushed since the turn started, moves the work onto their commits, checks it again
 * and commits once more.
 */
export async function commitAndPublish(
  turnId: string,
  running: RunningTurn,
  progress: Progress,
  { partial }: { partial: boolean },
): Promise<'published' | 'unchanged'> {
  progress.enter('Publishing')
  if (await commit(turnId, running, { partial, mayMove: true })) return 'published'
  progress.enter('Merging with new commits')
  await sandbox.moveOnto({ turnId })
  progress.enter('Checking')
  if ((await sandbox.check({ turnId, number: null, last: true, whole: !partial })) === 'unchanged') return 'unchanged'
  progress.enter('Publishing')
  await commit(turnId, running, { partial, mayMove: false })
  return 'published'
}

/**
 * Returns false if the branch has moved; nothing was committed then. A commit can't be undone, so cancellation is possible only until here.
 */
async function commit(
  turnId: string,
  running: RunningTurn,
  { partial, mayMove }: { partial: boolean; mayMove: boolean },
): Promise<boolean> {
  const scope = CancellationScope.current()
  if (scope.consideredCancelled) await scope.cancelRequested
  running.isCommitting = true
  const done = await CancellationScope.nonCancellable(async () => {
    const outcome = await github.commit({ turnId, mayMove })
    if (!('commitSha' in outcome)) return false
    await github.publish({ turnId, commitSha: outcome.commitSha, partial })
    return true
  })
  running.isCommitting = done
  return done
}
