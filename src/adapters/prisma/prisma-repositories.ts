import type { KnownRepositories } from '#src/ports/known-repositories.ts'
import type { PrismaClient } from './prisma-client.ts'

/** Stores what GitHub reports about repositories and installations, and finds the affected projects. */
export function createRepositories(client: PrismaClient): KnownRepositories {
  return {
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
