import { Failure } from '#src/domain/shared/failures.ts'
import { returnCredits, refundOf } from '#src/domain/credits/balance.ts'
import { refundKey } from '#src/domain/projects/ids.ts'
import type { EndedTurn, VersionRecord } from '#src/domain/projects/records.ts'
import type { Turns } from '#src/ports/turns.ts'
import type { Versions } from '#src/ports/versions.ts'
import type { PrismaClient, Transaction } from './prisma-client.ts'
import { lockAccount } from './locked-account.ts'
import { toVersion } from './row-mapping.ts'

type Publishing = Pick<Versions, 'prepareVersion' | 'versionOfTurn' | 'publish' | 'dueRechecks' | 'keepRecheck'> & Pick<Turns, 'endTurn'>

/**
 * Ends turns, with a published version or with a refund. Every transaction takes its locks in the same order (turn, repository, project,
 * version) to prevent deadlocks.
 */
export function createPublishing(client: PrismaClient): Publishing {
  return {
    prepareVersion: (version) => client.$transaction((transaction) => prepareVersion(transaction, version)),
    async versionOfTurn(turnId) {
      const row = await client.version.findUnique({ where: { turnId } })
      return row === null ? null : toVersion(row)
    },
    async publish(turnId, published) {
      await client.$transaction((transaction) => publish(transaction, turnId, published))
    },
    async dueRechecks(now, limit) {
      const rows = await client.version.findMany({
        where: { recheckAt: { lte: now }, state: 'PUBLISHED' },
        orderBy: { recheckAt: 'asc' },
        take: limit,
        select: { turnId: true, project: { select: { repositoryId: true, issue: true, k: true } } },
      })
      return rows.map(({ turnId, project: { repositoryId, issue, k } }) => ({
        turnId,
        project: { repositoryId: Number(repositoryId), issue, ordinal: k },
      }))
    },
    async keepRecheck(turnId, { pictures, ...recheck }) {
      await client.$transaction(async (transaction) => {
        const { projectId } = await transaction.version.findUniqueOrThrow({ where: { turnId } })
        await transaction.$queryRaw`SELECT 1 FROM "Project" WHERE "id" = ${projectId}::uuid FOR NO KEY UPDATE`
        const version = toVersion(await transaction.version.findUniqueOrThrow({ where: { turnId } }))
        await transaction.version.updateMany({
          where: { turnId, state: 'PUBLISHED' },
          data: { ...recheck, pictures: { ...pictures, ...version.pictures } },
        })
      })
    },
    async endTurn(turnId, end) {
      await client.$transaction((transaction) => endTurn(transaction, turnId, end))
    },
  }
}

async function prepareVersion(
  transaction: Transaction,
  { projectId, turnId, ...content }: Parameters<Versions['prepareVersion']>[0],
): Promise<VersionRecord> {
  // Locks the project, so that two versions never get the same number.
  await transaction.$queryRaw`SELECT 1 FROM "Turn" WHERE "id" = ${turnId}::uuid FOR NO KEY UPDATE`
  await transaction.$queryRaw`SELECT 1 FROM "Project" WHERE "id" = ${projectId}::uuid FOR NO KEY UPDATE`
  const before = await transaction.version.findUnique({ where: { turnId }, include: { turn: true } })
  if (before?.state === 'PUBLISHED') return toVersion(before)
  const turn = before?.turn ?? (await transaction.turn.findUniqueOrThrow({ where: { id: turnId } }))
  if (turn.state !== 'RUNNING') throw new Failure('unexpected', `Turn ${turnId} has ended and can’t get a version`)
  if (before !== null) return toVersion(await transaction.version.update({ where: { turnId }, data: content }))
  const { _max } = await transaction.version.aggregate({ where: { projectId }, _max: { number: true } })
  return toVersion(await transaction.version.create({ data: { projectId, turnId, number: (_max.number ?? 0) + 1, ...content } }))
}

async function publish(
  transaction: Transaction,
  turnId: string,
  { commitSha, fragments, partial }: Parameters<Versions['publish']>[1],
): Promise<void> {
  // A turn that has ended got its credits refunded, so it must not be published any more.
  const [turn] = await transaction.turn.updateManyAndReturn({
    where: { id: turnId, state: 'RUNNING' },
    data: { state: partial ? 'PARTIAL' : 'PUBLISHED', endedAt: new Date() },
    include: { project: true },
  })
  if (turn === undefined) return
  const { projectId } = turn
  if (partial) await refund(transaction, turn, 'PARTIAL')
  await transaction.project.update({ where: { id: projectId }, data: { status: 'COMPLETED' } })
  const [version] = await transaction.version.updateManyAndReturn({
    where: { turnId, state: 'PREPARED' },
    data: { state: 'PUBLISHED', commitSha, publishedAt: new Date() },
  })
  if (version === undefined) throw new Failure('unexpected', `Turn ${turnId} has no version to publish`)
  await transaction.message.create({
    data: {
      projectId,
      turnId,
      role: 'ASSISTANT',
      content: version.summary,
      fragments: { create: fragments.map((fragment, position) => ({ ...fragment, position })) },
    },
  })
  await keepTokens(transaction, turnId)
}

async function endTurn(transaction: Transaction, turnId: string, end: EndedTurn): Promise<void> {
  const ended = await transaction.turn.updateManyAndReturn({
    where: { id: turnId, state: 'RUNNING' },
    data: { state: end.state, failure: end.state === 'UNCHANGED' ? null : end.failure, endedAt: new Date() },
    include: { project: true },
  })
  const turn = ended[0]
  if (turn === undefined) return
  await refund(transaction, turn, end.state)
  const versions = await transaction.version.count({ where: { projectId: turn.projectId, state: 'PUBLISHED' } })
  const withoutVersion = end.state === 'CANCELLED' ? 'CANCELLED' : 'FAILED'
  await transaction.project.update({ where: { id: turn.projectId }, data: { status: versions > 0 ? 'COMPLETED' : withoutVersion } })
  await transaction.version.deleteMany({ where: { turnId, state: 'PREPARED' } })
  await transaction.message.create({ data: { projectId: turn.projectId, turnId, role: 'ASSISTANT', content: end.summary } })
  await keepTokens(transaction, turnId)
}

type Ended = {
  id: string
  key: string
  credits: number
  fromTopUp: number
  authorId: bigint
  projectId: string
  project: { repositoryId: bigint }
}

/** Refunds credits by the state in which the turn ends: all of them, or half for a partial result. */
async function refund(transaction: Transaction, turn: Ended, state: Parameters<typeof refundOf>[0]): Promise<void> {
  const { repositoryId } = turn.project
  const credits = refundOf(state, turn.credits)
  if (credits === 0) return
  const account = await lockAccount(transaction, repositoryId, new Date())
  if (account === null) throw new Failure('unexpected', `Repository ${repositoryId} is gone`)
  const after = returnCredits(account, credits, turn.fromTopUp)
  await transaction.repository.update({ where: { id: repositoryId }, data: after })
  await transaction.usage.create({
    data: {
      ...{ repositoryId, userId: turn.authorId, projectId: turn.projectId, turnId: turn.id, operation: 'refund' },
      ...{ credits, balanceAfter: after.balance, actor: 'ollio', reason: state.toLowerCase(), idempotencyKey: refundKey(turn.key) },
    },
  })
}

/** Tokens get a ledger row of their own, because ledger rows are never changed. */
async function keepTokens(transaction: Transaction, turnId: string): Promise<void> {
  const turn = await transaction.turn.findUniqueOrThrow({
    where: { id: turnId },
    include: { project: { include: { repository: true } }, author: true },
  })
  const { _sum } = await transaction.step.aggregate({ where: { turnId }, _sum: { promptTokens: true, completionTokens: true } })
  await transaction.usage.create({
    data: {
      repositoryId: turn.project.repositoryId,
      userId: turn.authorId,
      projectId: turn.projectId,
      turnId,
      operation: 'tokens',
      credits: 0,
      balanceAfter: turn.project.repository.balance,
      promptTokens: _sum.promptTokens ?? 0,
      completionTokens: _sum.completionTokens ?? 0,
      actor: turn.author.login,
      idempotencyKey: `tokens:${turn.key}`,
    },
  })
}
