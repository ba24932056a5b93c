import { Failure } from '#src/domain/shared/failures.ts'
import { isLockfile } from '#src/domain/packages/lockfiles.ts'
import { PREVIEW_SOURCE, MAX_PUBLISHED_FILE_BYTES } from '#src/domain/publishing/publish-policy.ts'
import { turnRules } from '#src/domain/agent/turn-start.ts'
import type { TurnStart } from '#src/domain/agent/turn-start.ts'
import type { Changes, TurnRecord } from '#src/domain/projects/records.ts'
import type { StagedChanges } from '#src/domain/publishing/staged-changes.ts'
import { NO_CONFIG } from '#src/domain/repository/repository-config.ts'
import { updatedSummary, restoredSummary } from '#src/domain/messages/version-summaries.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import type { ActivityContext } from '../shared/as-activity.ts'
import { storeFileAt, mergeFile } from './merge-file.ts'
import { keepPackageFiles } from '../packages/package-files.ts'
import { readSafely } from '../agent/read-safely.ts'
import { readConfig } from '../repository/read-config.ts'
import { headOf, checkOutCommit, putJson, putStagedChanges } from '../agent/turn-base.ts'
import type { BaseInSandbox } from '../agent/turn-base.ts'
import { putTurnStart } from '../agent/stored-turn-start.ts'
import { releaseSandboxes, templateAt } from '../agent/turn-sandboxes.ts'
import { readTree } from '../agent/workspace.ts'

/** The ports that this file uses. */
type Ports = Pick<
  ActivityPorts,
  'artifacts' | 'codeHost' | 'commitTrees' | 'packages' | 'rules' | 'sandboxes' | 'textMerge' | 'turns' | 'versions' | 'yamlReader'
>

/** The most versions that one turn can revert. */
const MAX_REVISIONS = 1_000

/**
 * Stages the changes of a turn without an agent: an earlier version's state, or the branch after the base branch was merged (`mergeSha`). A
 * retry finds the stored result.
 */
export async function stageVersion(
  ports: Ports,
  { turnId, mergeSha }: { turnId: string; mergeSha?: string },
  context: ActivityContext,
): Promise<'staged' | 'unchanged'> {
  const turn = await ports.turns.turn(turnId)
  if (turn.base !== null) return 'staged'
  const sha = mergeSha ?? (await headOf(ports, turn))
  const reading = await readConfig(ports, turn.project.repository)
  const checkout = await checkOutCommit(ports, turn, { sha, template: templateAt(ports, turn, sha, reading) }, context)
  await keepPackageFiles(ports, checkout.sandbox, checkout.tree)
  const { changes, summary } =
    mergeSha === undefined ? await restoreVersion(ports, turn, checkout) : await collectFiles(ports, turn, checkout)
  await releaseSandboxes(ports, turnId)
  if (Object.keys(changes).length === 0 && mergeSha === undefined) return 'unchanged'

  const { id } = turn.project
  const shown = turn.restores ?? (await ports.versions.publishedVersions(id, 1))[0]?.number
  const preview = shown === undefined ? null : await ports.versions.previewSource(id, shown)
  const source = preview === null ? {} : { [PREVIEW_SOURCE]: await ports.artifacts.put(new TextEncoder().encode(preview)) }
  const start: TurnStart = {
    ...{ messages: [], changes: {}, unused: [], template: checkout.template },
    // These files are in the repository's history already, so today's configuration doesn't restrict them.
    rules: turnRules(reading.ok ? reading.config : NO_CONFIG),
  }
  const merged: StagedChanges = { changes: { ...changes, ...source }, leftOut: [], summary }
  const [tree, prompt, mergedKey] = await Promise.all([
    putJson(ports, checkout.tree),
    putTurnStart(ports, start),
    putStagedChanges(ports, merged),
  ])
  await ports.turns.setBase(turnId, { sha, archive: checkout.archive, tree, prompt, merged: mergedKey })
  return 'staged'
}

type Staged = { changes: Changes; summary: string }

/** Reverts the versions after the target, the newest first, each like `git revert`: other people's changes since then stay. */
async function restoreVersion(ports: Ports, turn: TurnRecord, { sandbox, tree }: BaseInSandbox): Promise<Staged> {
  const revisions = await ports.versions.revisions(turn.project.id, MAX_REVISIONS)
  const target = revisions.find(({ number }) => number === turn.restores)
  if (target === undefined) throw new Failure('unexpected', `There is no version ${turn.restores} to restore`)
  const changes: Changes = {}
  const conflicts = new Set<string>()
  const keyOf = async (path: string): Promise<string | null> => {
    if (Object.hasOwn(changes, path)) return changes[path] ?? null
    if (!Object.hasOwn(tree, path)) return null
    const bytes = await readSafely(sandbox, path, MAX_PUBLISHED_FILE_BYTES)
    if (bytes === null) conflicts.add(path)
    return bytes === null ? null : ports.artifacts.put(bytes)
  }
  for (const { files, base } of revisions.filter(({ number }) => number > target.number)) {
    const earlier = await readTree(ports, base)
    // Lockfiles are generated from package.json.
    for (const [path, after] of Object.entries(files).filter(([name]) => !isLockfile(name))) {
      const before = earlier[path] ?? null
      const [had, now] = await Promise.all([before === null || storeFileAt(ports, turn, { path, sha: base.sha, key: before }), keyOf(path)])
      const merged = had ? await mergeFile(ports, { base: after, ours: before, theirs: now }) : 'collides'
      if (merged === 'collides') conflicts.add(path)
      else changes[path] = merged.key
    }
  }
  if (conflicts.size > 0) {
    await ports.turns.setConflicts(turn.id, [...conflicts].toSorted())
    throw new Failure('restore-collided', `${conflicts.size} files conflict with later changes`)
  }
  const changed = Object.entries(changes).filter(([path, key]) => key !== (tree[path] ?? null))
  return { changes: Object.fromEntries(changed), summary: restoredSummary(target) }
}

/** All files of the project as they are on the branch after the merge, so that they are checked and shown on the new base. */
async function collectFiles(ports: Ports, turn: TurnRecord, { sandbox, tree }: BaseInSandbox): Promise<Staged> {
  const revisions = await ports.versions.revisions(turn.project.id, MAX_REVISIONS)
  const paths = new Set(
    revisions.flatMap(({ files }) => Object.keys(files)).filter((path) => Object.hasOwn(tree, path) && !isLockfile(path)),
  )
  const changes: Changes = {}
  for (const path of [...paths].toSorted()) {
    const bytes = await readSafely(sandbox, path, MAX_PUBLISHED_FILE_BYTES)
    if (bytes !== null) changes[path] = await ports.artifacts.put(bytes)
  }
  return { changes, summary: updatedSummary(turn.project.baseBranch) }
}
