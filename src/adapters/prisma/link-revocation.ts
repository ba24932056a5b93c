import type { Versions } from '#src/ports/versions.ts'
import type { PrismaClient } from './prisma-client.ts'
import { toVersion } from './row-mapping.ts'

/** True if the links are revoked. `since`: when a turn was created or a version published; null if not yet. */
export function areLinksRevoked(since: Date | null, { unsharedAt }: { unsharedAt: Date | null }): boolean {
  return unsharedAt !== null && since !== null && since <= unsharedAt
}

/** Revokes links, and deletes the previews of ended projects. */
export function createLinkRevocation(client: PrismaClient): Pick<Versions, 'revokeLinks' | 'reducePreviews'> {
  return {
    async revokeLinks(projectId, at) {
      await client.project.updateMany({
        where: { id: projectId, OR: [{ unsharedAt: null }, { unsharedAt: { lt: at } }] },
        data: { unsharedAt: at },
      })
    },
    async reducePreviews(endedBefore, limit) {
      const due = await client.version.findMany({
        where: { state: 'PUBLISHED', reducedAt: null, project: { endedAt: { lt: endedBefore } } },
        orderBy: { createdAt: 'asc' },
        take: limit,
        include: { turn: { select: { baseArchive: true } } },
      })
      for (const row of due) {
        const keys = [...Object.values(toVersion(row).build).map(({ artifact }) => artifact), row.turn.baseArchive]
        const unneeded = keys.flatMap((key) => (key === null ? [] : [{ key }]))
        await client.$transaction([
          client.doomedArtifact.createMany({ data: unneeded, skipDuplicates: true }),
          client.version.update({ where: { id: row.id }, data: { reducedAt: new Date(), build: {} } }),
          client.turn.update({ where: { id: row.turnId }, data: { baseArchive: null } }),
        ])
      }
      return due.length
    },
  }
}
