import type { Projects } from '#src/ports/projects.ts'
import type { PrismaClient } from './prisma-client.ts'

type RepositoryStatus = Pick<Projects, 'turnByCommit' | 'running' | 'renameRepository' | 'setSuspended'>

/** Stores what GitHub reports about repositories and installations, and finds the affected projects. */
export function createRepositoryStatus(client: PrismaClient): RepositoryStatus {
  return {
    async turnByCommit(repositoryId, sha) {
      const version = await client.version.findFirst({ where: { commitSha: sha, project: { repositoryId } }, select: { turnId: true } })
      return version?.turnId ?? null
    },
    async running(where) {
      const repository =
        'installationId' in where ? { installationId: where.installationId } : { id: { in: where.repositoryIds.map(BigInt) } }
      const rows = await client.project.findMany({ where: { repository, turns: { some: { state: 'RUNNING' } } } })
      return rows.map(({ repositoryId, issue, k }) => ({ repositoryId: Number(repositoryId), issue, ordinal: k }))
    },
    async renameRepository({ repositoryId, owner, name }) {
      await client.repository.updateMany({ where: { id: repositoryId }, data: { owner, name } })
    },
    async setSuspended(installationId, isSuspended) {
      // Keep the date of the first suspension event.
      if (isSuspended)
        await client.installation.updateMany({ where: { id: installationId, suspendedAt: null }, data: { suspendedAt: new Date() } })
      else await client.installation.updateMany({ where: { id: installationId }, data: { suspendedAt: null } })
    },
  }
}
