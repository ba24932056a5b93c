import type { ActivityPorts } from '../shared/activity-ports.ts'

/** No turn needs a sandbox for so long: its activities would have had to fail for hours. One that still does gets a new one. */
export const LIFETIME_MS = 2 * 60 * 60_000
/** So many are looked at in one round, the oldest first; the next round takes the others. */
const ROUND = 500
/** So long previews are kept after their pull request was merged or closed, and so many are reduced in one round. */
const KEPT_MS = 30 * 24 * 60 * 60_000
const PREVIEWS = 100

export type CleanedUp = { sandboxes: number; leftovers: number; artifacts: number; refills: number; previews: number }

/**
 * Once every few minutes: destroys the sandboxes whose turn has ended, those that outlived every turn, and what killed processes left half made;
 * reduces the previews of projects that ended long ago to their pictures; removes doomed artifacts; gives the month's allowance to who has not had it.
 * A machine's sandboxes may belong to several databases: one whose turn is not in ours is left to its lifetime.
 */
export async function cleanUpOrphans(ports: ActivityPorts, _input: Record<string, never>): Promise<CleanedUp> {
  const listed = (await ports.sandboxes.list({})).toSorted((a, b) => a.createdAtMs - b.createdAtMs).slice(0, ROUND)
  const ended = new Set(await ports.projects.endedTurns([...new Set(listed.map(({ labels }) => labels.turn))]))
  const orphans = listed.filter(({ labels, createdAtMs }) => ended.has(labels.turn) || Date.now() - createdAtMs > LIFETIME_MS)
  for (const { id, labels, createdAtMs } of orphans) {
    await (await ports.sandboxes.connect(id))?.destroy()
    ports.log.warn({ sandbox: id, ...labels, ageMs: Date.now() - createdAtMs }, 'An orphaned sandbox was destroyed')
  }
  return {
    sandboxes: orphans.length,
    leftovers: await ports.orphanedFiles.sweep(),
    artifacts: await removeDoomed(ports),
    previews: await ports.projects.reducePreviews(new Date(Date.now() - KEPT_MS), PREVIEWS),
    refills: await ports.ledger.refillDue(new Date(), ROUND),
  }
}

/** Removes artifacts that nobody needs. One that was put lately may be another turn's, whose rows don't name it yet. */
async function removeDoomed({ projects, artifacts }: ActivityPorts): Promise<number> {
  const before = new Date(Date.now() - LIFETIME_MS)
  const doomed = await projects.unusedArtifacts(before, ROUND)
  const removed = await Promise.all(doomed.map((key) => artifacts.remove(key, before)))
  await projects.forgetArtifacts(doomed)
  return removed.filter((gone) => gone).length
}
