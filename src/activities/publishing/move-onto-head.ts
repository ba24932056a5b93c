import { Failure } from '#src/domain/shared/failures.ts'
import { PREVIEW_SOURCE, MAX_PUBLISHED_FILE_BYTES } from '#src/domain/publishing/publish-policy.ts'
import type { Changes } from '#src/domain/projects/records.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import type { ActivityContext } from '../shared/as-activity.ts'
import { storeFileAt, mergeFile } from './merge-file.ts'
import { keepPackageFiles } from '../packages/package-files.ts'
import { publishedBy } from './publication.ts'
import { readSafely } from '../agent/read-safely.ts'
import { headOf, checkOutCommit, putJson, putStagedChanges } from '../agent/turn-base.ts'
import { releaseSandboxes, templateOfTurn } from '../agent/turn-sandboxes.ts'
import { baseOf } from '#src/domain/projects/base-of-turn.ts'
import { readTree } from '../agent/workspace.ts'

/**
 * Moves the turn's changes onto commits that somebody pushed while it ran. Never loses their changes: if both changed the same place, the
 * turn fails and names the files. A retry finds the changes already moved.
 */
export async function moveOntoHead(
  ports: Pick<ActivityPorts, 'artifacts' | 'codeHost' | 'commitTrees' | 'sandboxes' | 'steps' | 'textMerge' | 'turns'>,
  { turnId }: { turnId: string },
  context: ActivityContext,
): Promise<void> {
  const turn = await ports.turns.turn(turnId)
  const before = baseOf(turn)
  const [steps, sha] = await Promise.all([ports.steps.steps(turnId), headOf(ports, turn)])
  if (before.sha === sha) return
  const publication = await publishedBy(ports, turn, steps)
  const { sandbox, archive, tree } = await checkOutCommit(ports, turn, { sha, template: templateOfTurn(ports, turn) }, context)
  await keepPackageFiles(ports, sandbox, tree)
  const earlier = await readTree(ports, before)
  const changes: Changes = {}
  const conflicts: string[] = []
  for (const [path, ours] of Object.entries(publication.published)) {
    const [base, theirs] = [earlier[path] ?? null, tree[path] ?? null]
    if (theirs !== base && ours !== theirs) {
      // A merge needs all three contents in the artifact store.
      if (base !== null) await storeFileAt(ports, turn, { path, sha: before.sha, key: base })
      const bytes = theirs === null ? null : await readSafely(sandbox, path, MAX_PUBLISHED_FILE_BYTES)
      if (bytes !== null) await ports.artifacts.put(bytes)
    }
    const merged = await mergeFile(ports, { base, ours, theirs })
    if (merged === 'collides') conflicts.push(path)
    else if (merged.key !== theirs) changes[path] = merged.key
  }
  await releaseSandboxes(ports, turnId)
  if (conflicts.length > 0) {
    await ports.turns.setConflicts(turnId, conflicts)
    throw new Failure('branch-collided', `${conflicts.length} files were changed on both sides`)
  }
  const preview = publication.preview === null ? {} : { [PREVIEW_SOURCE]: publication.preview }
  const merged = { changes: { ...changes, ...preview }, leftOut: publication.leftOut, summary: null }
  const [treeKey, mergedKey] = await Promise.all([putJson(ports, tree), putStagedChanges(ports, merged)])
  await ports.turns.moveBase(turnId, { sha, archive, tree: treeKey, prompt: before.prompt, merged: mergedKey })
}
