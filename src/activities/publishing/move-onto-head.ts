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
import { baseOf, readTree } from '../agent/workspace.ts'

/**
 * Somebody pushed while the turn worked: puts what it made on top of the branch as it is now. Nothing of theirs is lost; where both changed
 * the same place the turn fails and names the files. A retry finds the turn moved already.
 */
export async function moveOntoHead(ports: ActivityPorts, { turnId }: { turnId: string }, context: ActivityContext): Promise<void> {
  const turn = await ports.projects.turn(turnId)
  const before = baseOf(turn)
  const [steps, sha] = await Promise.all([ports.projects.steps(turnId), headOf(ports, turn)])
  if (before.sha === sha) return
  const made = await publishedBy(ports, turn, steps)
  const { sandbox, archive, tree } = await checkOutCommit(ports, turn, { sha, template: templateOfTurn(ports, turn) }, context)
  await keepPackageFiles(ports, sandbox, tree)
  const earlier = await readTree(ports, before)
  const manifest: Changes = {}
  const collided: string[] = []
  for (const [path, ours] of Object.entries(made.published)) {
    const [base, theirs] = [earlier[path] ?? null, tree[path] ?? null]
    if (theirs !== base && ours !== theirs) {
      // To be put together, all three have to be at hand.
      if (base !== null) await storeFileAt(ports, turn, { path, sha: before.sha, key: base })
      const bytes = theirs === null ? null : await readSafely(sandbox, path, MAX_PUBLISHED_FILE_BYTES)
      if (bytes !== null) await ports.artifacts.put(bytes)
    }
    const merged = await mergeFile(ports, { base, ours, theirs })
    if (merged === 'collides') collided.push(path)
    else if (merged.key !== theirs) manifest[path] = merged.key
  }
  await releaseSandboxes(ports, turnId)
  if (collided.length > 0) {
    await ports.projects.setConflicts(turnId, collided)
    throw new Failure('branch-collided', `${collided.length} files were changed on both sides`)
  }
  const preview = made.preview === null ? {} : { [PREVIEW_SOURCE]: made.preview }
  const merged = { manifest: { ...manifest, ...preview }, leftOut: made.leftOut, summary: null }
  const [treeKey, mergedKey] = await Promise.all([putJson(ports, tree), putStagedChanges(ports, merged)])
  await ports.projects.moveBase(turnId, { sha, archive, tree: treeKey, prompt: before.prompt, merged: mergedKey })
}
