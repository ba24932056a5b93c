import type { Projects } from '#src/ports/projects.ts'
import type { PrismaClient } from './prisma-client.ts'
import { toProject, WITH_REPOSITORY } from './row-mapping.ts'

export function createProjects(client: PrismaClient): Projects {
  return {
    async latestOfIssue(repositoryId, issue) {
      const row = await client.project.findFirst({
        where: { repositoryId, issue },
        orderBy: { k: 'desc' },
        include: WITH_REPOSITORY,
      })
      return row === null ? null : toProject(row)
    },
    async byOrdinal(repositoryId, issue, ordinal) {
      const where = { repositoryId_issue_k: { repositoryId, issue, k: ordinal } }
      const row = await client.project.findUnique({ where, include: WITH_REPOSITORY })
      return row === null ? null : toProject(row)
    },
    async byPullRequest(repositoryId, pullRequest) {
      const row = await client.project.findFirst({ where: { repositoryId, pullRequest }, include: WITH_REPOSITORY })
      return row === null ? null : toProject(row)
    },
    async byBranch(repositoryId, branch) {
      const row = await client.project.findFirst({ where: { repositoryId, branch }, orderBy: { k: 'desc' }, include: WITH_REPOSITORY })
      return row === null ? null : toProject(row)
    },
    async setPullRequest(projectId, pullRequest) {
      await client.project.update({ where: { id: projectId }, data: { pullRequest } })
    },
    async endProject({ repositoryId, issue, ordinal }, { merged }) {
      const status = merged ? 'COMPLETED' : 'CANCELLED'
      await client.project.updateMany({ where: { repositoryId, issue, k: ordinal, endedAt: null }, data: { endedAt: new Date(), status } })
    },
    async reopenProject({ repositoryId, issue, ordinal }) {
      const where = { repositoryId, issue, k: ordinal, endedAt: { not: null } }
      await client.project.updateMany({ where, data: { endedAt: null, status: 'COMPLETED' } })
    },
    async running(where) {
      const repository =
        'installationId' in where ? { installationId: where.installationId } : { id: { in: where.repositoryIds.map(BigInt) } }
      const rows = await client.project.findMany({ where: { repository, turns: { some: { state: 'RUNNING' } } } })
      return rows.map(({ repositoryId, issue, k }) => ({ repositoryId: Number(repositoryId), issue, ordinal: k }))
    },
  }
}
