import { Failure } from '#src/domain/shared/failures.ts'
import type { Prices } from '#src/domain/credits/money.ts'
import { LINE_NOTES } from '#src/domain/commands/line-notes.ts'
import type { TurnBase } from '#src/domain/projects/records.ts'
import type { Projects } from '#src/ports/projects.ts'
import { guarded } from './prisma-client.ts'
import type { PrismaClient } from './prisma-client.ts'
import { createProjectDeletion } from './project-deletion.ts'
import { createTurnHistory } from './turn-history.ts'
import { findOpened, insertTurn } from './insert-turn.ts'
import { isUuid } from './valid-ids.ts'
import { createSlots } from './slots.ts'
import { receiptOf } from './receipt.ts'
import { toProject, toTurn, WITH_PROJECT, WITH_REPOSITORY } from './row-mapping.ts'
import { createLinkRevocation } from './link-revocation.ts'
import { createRepositoryStatus } from './repository-status.ts'
import { createInstructions } from './instructions.ts'
import { createSteps } from './steps.ts'
import { storable } from './storable.ts'
import { createVersions } from './versions.ts'

/** Maximum number of conflicting files that are kept for a turn. */
const CONFLICTS = 50

export function createProjects(client: PrismaClient, prices: Prices): Projects {
  return guardedMethods({
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
    openTurn: (opening) => insertTurn(client, opening, new Date()),
    openedTurn: (key) => findOpened(client, key),
    async lastTurn(projectId) {
      const row = await client.turn.findFirst({ where: { projectId }, orderBy: { number: 'desc' }, include: WITH_PROJECT })
      return row === null ? null : toTurn(row)
    },
    async turn(turnId) {
      const row = await client.turn.findUnique({ where: { id: turnId }, include: WITH_PROJECT })
      if (row === null) throw new Failure('unexpected', `Turn ${turnId} was not found`)
      return toTurn(row)
    },
    async endedTurns(turnIds) {
      const ids = turnIds.filter(isUuid)
      const rows = await client.turn.findMany({ where: { id: { in: ids }, state: { not: 'RUNNING' } }, select: { id: true } })
      return rows.map(({ id }) => id)
    },
    async setProgressComment(turnId, commentId) {
      await client.turn.update({ where: { id: turnId }, data: { progressCommentId: commentId } })
    },
    async setBase(turnId, base, pictures = []) {
      await client.$transaction(async (transaction) => {
        const data = toColumns(base)
        const turn = await transaction.turn.update({ where: { id: turnId }, data, include: { messages: { where: { role: 'USER' } } } })
        const images = turn.messages.flatMap(({ id: messageId }) =>
          // Pictures come after the line notes, which were stored with the message.
          pictures.map(({ key, mediaType }, index) => ({
            ...{ messageId, position: LINE_NOTES + index, type: 'IMAGE' as const, content: key, metadata: { mediaType } },
          })),
        )
        await transaction.fragment.createMany({ data: images, skipDuplicates: true })
      })
    },
    async moveBase(turnId, base) {
      await client.$transaction([
        client.turn.update({ where: { id: turnId }, data: toColumns(base) }),
        client.version.deleteMany({ where: { turnId, state: 'PREPARED' } }),
      ])
    },
    async setMergeCommit(turnId, sha) {
      await client.turn.update({ where: { id: turnId }, data: { mergeCommit: sha } })
    },
    async setConflicts(turnId, paths) {
      await client.turn.update({ where: { id: turnId }, data: { conflicts: paths.slice(0, CONFLICTS) } })
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
    async runningTurn(projectId) {
      const row = await client.turn.findFirst({ where: { projectId, state: 'RUNNING' }, orderBy: { number: 'asc' }, include: WITH_PROJECT })
      return row === null ? null : toTurn(row)
    },
    receipt: (turnId) => receiptOf(client, turnId, prices),
    ...createProjectDeletion(client),
    ...createTurnHistory(client),
    ...createSlots(client),
    ...createRepositoryStatus(client),
    ...createInstructions(client),
    ...createLinkRevocation(client),
    ...createSteps(client),
    ...createVersions(client),
  })
}

function toColumns({ sha, archive, tree, prompt, merged = null }: TurnBase) {
  return { baseSha: sha, baseArchive: archive, baseTree: tree, prompt, merged }
}

/** Wraps each method: its arguments become storable and its errors are mapped to ours. */
function guardedMethods(projects: Projects): Projects {
  const guardedEntries = Object.entries(projects).map(([name, method]) => [
    name,
    // Every member of the port is a method, and its result is returned unchanged.
    (...args: unknown[]) => guarded(() => (method as (...all: unknown[]) => Promise<unknown>)(...args.map(storable))),
  ])
  return Object.fromEntries(guardedEntries) as Projects
}
