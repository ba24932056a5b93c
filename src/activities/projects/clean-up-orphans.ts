import type { ActivityPorts } from '../shared/activity-ports.ts'

/** The ports that this file uses. */
type Ports = Pick<
  ActivityPorts,
  'artifacts' | 'deletion' | 'ledger' | 'log' | 'orphanedFiles' | 'sandboxes' | 'turns' | 'versions' | 'workflows'
>

/** No turn needs a sandbox for this long: its activities would have to fail for hours. A turn that still does gets a new one. */
export const LIFETIME_MS = 2 * 60 * 60_000
/** The most items handled in one round, the oldest first; the next round handles the rest. */
const BATCH_SIZE = 500
/** How long previews are kept after their pull request was merged or closed, and how many are reduced in one round. */
const PREVIEW_RETENTION_MS = 30 * 24 * 60 * 60_000
const PREVIEW_BATCH_SIZE = 100
const RECHECK_BATCH_SIZE = 20

export type CleanedUp = { sandboxes: number; leftovers: number; artifacts: number; refills: number; previews: number; rechecks: number }

/**
 * Runs every few minutes. Destroys the sandboxes of ended turns and those over the lifetime, and deletes unfinished files of killed
 * processes; reduces the previews of long-ended projects to their pictures; deletes unused artifacts; grants monthly allowances that are
 * due; asks for checks that were not run to be run again. Several databases may share one machine, so a sandbox whose turn is not in this database is kept for its lifetime.
 */
export async function cleanUpOrphans(ports: Ports, _input: Record<string, never>): Promise<CleanedUp> {
  const listed = (await ports.sandboxes.list({})).toSorted((a, b) => a.createdAtMs - b.createdAtMs).slice(0, BATCH_SIZE)
  const ended = new Set(await ports.turns.endedTurns([...new Set(listed.map(({ labels }) => labels.turn))]))
  const orphans = listed.filter(({ labels, createdAtMs }) => ended.has(labels.turn) || Date.now() - createdAtMs > LIFETIME_MS)
  for (const { id, labels, createdAtMs } of orphans) {
    await (await ports.sandboxes.connect(id))?.destroy()
    ports.log.warn({ sandbox: id, ...labels, ageMs: Date.now() - createdAtMs }, 'Destroyed an orphaned sandbox')
  }
  return {
    sandboxes: orphans.length,
    leftovers: await ports.orphanedFiles.sweep(),
    artifacts: await deleteUnusedArtifacts(ports),
    previews: await ports.versions.reducePreviews(new Date(Date.now() - PREVIEW_RETENTION_MS), PREVIEW_BATCH_SIZE),
    rechecks: await requestRechecks(ports),
    refills: await ports.ledger.refillDue(new Date(), BATCH_SIZE),
  }
}

/** Asks projects whose checks are due. Each is asked again until it has run them. */
async function requestRechecks({ versions, workflows }: Ports): Promise<number> {
  const due = await versions.dueRechecks(new Date(), RECHECK_BATCH_SIZE)
  for (const { project, turnId } of due) await workflows.requestRecheck(project, turnId)
  return due.length
}

/** Deletes unused artifacts. Recently stored ones stay, because another turn may have stored them and not yet written its rows. */
async function deleteUnusedArtifacts({ deletion, artifacts }: Ports): Promise<number> {
  const before = new Date(Date.now() - LIFETIME_MS)
  const unused = await deletion.unusedArtifacts(before, BATCH_SIZE)
  const removed = await Promise.all(unused.map((key) => artifacts.remove(key, before)))
  await deletion.forgetArtifacts(unused)
  return removed.filter((isRemoved) => isRemoved).length
}
