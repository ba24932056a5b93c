import { LINE_NOTES } from '#src/domain/commands/line-notes.ts'
import type { Prices } from '#src/domain/credits/money.ts'
import type { TurnBase } from '#src/domain/projects/records.ts'
import { Failure } from '#src/domain/shared/failures.ts'
import type { Turns } from '#src/ports/turns.ts'
import { findOpened, insertTurn } from './insert-turn.ts'
import type { PrismaClient } from './prisma-client.ts'
import { receiptOf } from './receipt.ts'
import { toTurn, WITH_PROJECT } from './row-mapping.ts'
import { isUuid } from './valid-ids.ts'

/** Maximum number of conflicting files that are kept for a turn. */
const CONFLICTS = 50

/** `prices` is used to calculate the cost on receipts. */
export function createTurns(client: PrismaClient, prices: Prices): Omit<Turns, 'pastTurns' | 'endTurn'> {
  return {
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
    async runningTurn(projectId) {
      const row = await client.turn.findFirst({ where: { projectId, state: 'RUNNING' }, orderBy: { number: 'asc' }, include: WITH_PROJECT })
      return row === null ? null : toTurn(row)
    },
    receipt: (turnId) => receiptOf(client, turnId, prices),
    async turnByCommit(repositoryId, sha) {
      const version = await client.version.findFirst({ where: { commitSha: sha, project: { repositoryId } }, select: { turnId: true } })
      return version?.turnId ?? null
    },
  }
}

function toColumns({ sha, archive, tree, prompt, merged = null }: TurnBase) {
  return { baseSha: sha, baseArchive: archive, baseTree: tree, prompt, merged }
}
