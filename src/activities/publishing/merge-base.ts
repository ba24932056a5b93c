import { Failure } from '#src/domain/shared/failures.ts'
import { mergeMessage } from '#src/domain/publishing/commit-message.ts'
import { turnTrailer } from '#src/domain/projects/ids.ts'
import type { TurnRecord } from '#src/domain/projects/records.ts'
import type { Merge } from '#src/ports/code-host.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'

/** The ports that this file uses. */
type Ports = Pick<ActivityPorts, 'codeHost' | 'textMerge' | 'turns'>

/** The most files to compare when looking for conflicts. */
const MAX_COMPARED_FILES = 50

/** Merges the base branch with a merge commit; `null` if it is already merged. A retry finds the commit by its trailer. */
export async function mergeBase(ports: Ports, { turnId }: { turnId: string }): Promise<{ commitSha: string | null }> {
  const turn = await ports.turns.turn(turnId)
  const { repository, branch, baseBranch } = turn.project
  const message = mergeMessage({ branch, baseBranch, key: turn.key, author: turn.author })
  const existing = await ports.codeHost.findCommit(repository, baseBranch, branch, turnTrailer(turn.key))
  const merge: Merge =
    existing === null
      ? await ports.codeHost.merge(repository, { into: branch, from: baseBranch, message })
      : { outcome: 'merged', sha: existing }
  if (merge.outcome === 'nothing') return { commitSha: null }
  if (merge.outcome === 'merged') {
    await ports.turns.setMergeCommit(turnId, merge.sha)
    return { commitSha: merge.sha }
  }
  await ports.turns.setConflicts(turnId, await conflictsOf(ports, turn))
  throw new Failure('merge-conflict', `${baseBranch} can't be merged into ${branch}`)
}

/** GitHub doesn't say which files conflict: merges the files that both sides changed, and returns those that can't be merged. */
async function conflictsOf(ports: Ports, { project }: TurnRecord): Promise<string[]> {
  const { repository, branch, baseBranch } = project
  const [ours, theirs] = await Promise.all([
    ports.codeHost.changedFiles(repository, baseBranch, branch),
    ports.codeHost.changedFiles(repository, branch, baseBranch),
  ])
  const both = ours.paths.filter((path) => theirs.paths.includes(path))
  const conflicts: string[] = []
  for (const path of both.slice(0, MAX_COMPARED_FILES)) {
    const texts = await Promise.all([ours.mergeBase, branch, baseBranch].map((ref) => ports.codeHost.readFile(repository, path, ref)))
    const [base = null, mine = null, other = null] = texts
    const merged = base === null || mine === null || other === null ? null : ports.textMerge({ base, ours: mine, theirs: other })
    if (merged === null) conflicts.push(path)
  }
  return conflicts.length > 0 ? conflicts : both
}
