import type { Projects } from '#src/ports/projects.ts'
import type { PrismaClient } from './prisma-client.ts'
import { toVersion } from './row-mapping.ts'

/** True where the links of what was published then are withdrawn. `since`: when there began to be something to share. */
export function areLinksRevoked(since: Date | null, { unsharedAt }: { unsharedAt: Date | null }): boolean {
  return unsharedAt !== null && since !== null && since <= unsharedAt
}

/** Who may see what was published, and for how long. */
export function createLinkRevocation(client: PrismaClient): Pick<Projects, 'revokeLinks' | 'reducePreviews'> {
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
        const doomed = keys.flatMap((key) => (key === null ? [] : [{ key }]))
        await client.$transaction([
          client.doomedArtifact.createMany({ data: doomed, skipDuplicates: true }),
          client.version.update({ where: { id: row.id }, data: { reducedAt: new Date(), build: {} } }),
          client.turn.update({ where: { id: row.turnId }, data: { baseArchive: null } }),
        ])
      }
      return due.length
    },
  }
}
