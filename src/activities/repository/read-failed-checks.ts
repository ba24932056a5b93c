import { failedChecksText } from '#src/domain/checks/failed-checks-text.ts'
import type { ProjectRecord } from '#src/domain/projects/records.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'

/** The output of the repository's own failed checks at the head of the project's branch; `null` if none failed. */
export async function readFailedChecks(
  ports: Pick<ActivityPorts, 'codeHost'>,
  { repository, branch }: ProjectRecord,
): Promise<string | null> {
  const head = await ports.codeHost.branchHead(repository, branch)
  const failed = head === null ? [] : await ports.codeHost.failedChecks(repository, head)
  return failed.length === 0 ? null : failedChecksText(failed)
}
