import { commitMessage } from '#src/domain/publishing/commit-message.ts'
import { Failure, toFailure } from '#src/domain/shared/failures.ts'
import { turnTrailer } from '#src/domain/projects/ids.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { detectConventionalCommits } from './detect-commit-style.ts'
import { preparedVersion } from './prepared-version.ts'
import { baseOf } from '#src/domain/projects/base-of-turn.ts'

/**
 * Creates one commit by compare-and-swap on the head that the work started from. A retry finds it by its trailer. `moved`: somebody pushed
 * since then and nothing was committed; if `mayMove` is false, that is a failure instead.
 */
export async function commitVersion(
  ports: Pick<ActivityPorts, 'artifacts' | 'codeHost' | 'turns' | 'versions'>,
  { turnId, mayMove = false }: { turnId: string; mayMove?: boolean },
): Promise<{ commitSha: string } | { moved: true }> {
  const { turn, version } = await preparedVersion(ports, turnId)
  const { repository, branch, pullRequest } = turn.project
  const base = baseOf(turn)
  const [head, conventional] = await Promise.all([ports.codeHost.branchHead(repository, branch), detectConventionalCommits(ports, turn)])
  if (head === null) {
    if (pullRequest !== null) throw new Failure('branch-gone', `Branch ${branch} is gone`)
    await ports.codeHost.ensureBranch(repository, branch, base.sha)
  } else if (head !== base.sha) {
    const existing = await ports.codeHost.findCommit(repository, base.sha, branch, turnTrailer(turn.key))
    if (existing !== null) return { commitSha: existing }
    if (mayMove) return { moved: true }
  }
  const changes = await Promise.all(
    Object.entries(version.files).map(async ([path, key]) => ({ path, bytes: key === null ? null : await ports.artifacts.get(key) })),
  )
  const { prompt, operation, key, author, failedChecks } = turn
  const message = commitMessage({ name: turn.project.name, prompt, operation, isRepair: failedChecks !== null, key, author }, conventional)
  try {
    return { commitSha: await ports.codeHost.commit(repository, { branch, expectedHead: base.sha, ...message, changes }) }
  } catch (error) {
    // Somebody pushed between our check and our commit.
    if (mayMove && toFailure(error).kind === 'branch-moved') return { moved: true }
    throw error
  }
}
