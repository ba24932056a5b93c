import { CancellationScope, condition } from '@temporalio/workflow'
import { comments, github, sandbox } from './activity-proxies.ts'
import type { ProjectRun } from './project-run.ts'

/**
 * Runs the checks of a published version again and shows the result. Whatever a person asks for meanwhile comes first. Nothing depends on
 * its success: housekeeping asks again.
 */
export async function recheck(project: ProjectRun): Promise<void> {
  const turnId = project.takeRecheck()
  if (turnId === null) return
  const scope = new CancellationScope()
  const checking = scope.run(() => sandbox.recheck({ turnId })).catch(() => null)
  await Promise.race([checking, condition(() => project.isWanted)])
  scope.cancel()
  const result = await checking
  if (result === null || !('commitSha' in result)) return
  const { commitSha, partial } = result
  await Promise.allSettled([github.publish({ turnId, commitSha, partial, recheck: true }), comments.report({ turnId })])
}
