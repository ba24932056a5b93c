import { refundKey } from '#src/domain/ids.ts'
import type { EndedTurn } from '#src/domain/records.ts'
import type { Projects } from '#src/ports/projects.ts'
import type { PrismaClient, Transaction } from './client.ts'
import { toVersion } from './rows.ts'

type Versions = Pick<Projects, 'prepareVersion' | 'versionOfTurn' | 'publish' | 'endTurn'>

/** How a turn ends: with a version, or with its credits given back. */
export function createVersions(client: PrismaClient): Versions {
  return {
    async prepareVersion(version) {
      const { projectId, turnId, ...content } = version
      return client.$transaction(async (transaction) => {
        const before = await transaction.version.findUnique({ where: { turnId } })
        if (before !== null) {
          if (before.state === 'PUBLISHED') return toVersion(before)
          return toVersion(await transaction.version.update({ where: { turnId }, data: content }))
        }
        const { _max } = await transaction.version.aggregate({ where: { projectId }, _max: { number: true } })
        return toVersion(await transaction.version.create({ data: { projectId, turnId, number: (_max.number ?? 0) + 1, ...content } }))
      })
    },
    async versionOfTurn(turnId) {
      const row = await client.version.findUnique({ where: { turnId } })
      return row === null ? null : toVersion(row)
    },
    async publish(turnId, { commitSha, fragments, partial }) {
      await client.$transaction(async (transaction) => {
        const published = await transaction.version.updateManyAndReturn({
          where: { turnId, state: 'PREPARED' },
          data: { state: 'PUBLISHED', commitSha, publishedAt: new Date() },
        })
        const version = published[0]
        if (version === undefined) return
        await transaction.message.create({
          data: {
            projectId: version.projectId,
            turnId,
            role: 'ASSISTANT',
            content: version.summary,
            fragments: { create: fragments.map((fragment, position) => ({ ...fragment, position })) },
          },
        })
        await transaction.turn.update({ where: { id: turnId }, data: { state: partial ? 'PARTIAL' : 'PUBLISHED', endedAt: new Date() } })
        await transaction.project.update({ where: { id: version.projectId }, data: { status: 'COMPLETED' } })
        await keepTokens(transaction, turnId)
      })
    },
    async endTurn(turnId, end) {
      await client.$transaction((transaction) => endTurn(transaction, turnId, end))
    },
  }
}

async function endTurn(transaction: Transaction, turnId: string, end: EndedTurn): Promise<void> {
  const ended = await transaction.turn.updateManyAndReturn({
    where: { id: turnId, state: 'RUNNING' },
    data: { state: end.state, failure: end.state === 'UNCHANGED' ? null : end.failure, endedAt: new Date() },
    include: { project: true, author: true },
  })
  const turn = ended[0]
  if (turn === undefined) return
  await transaction.version.deleteMany({ where: { turnId, state: 'PREPARED' } })
  await transaction.message.create({ data: { projectId: turn.projectId, turnId, role: 'ASSISTANT', content: end.summary } })
  const versions = await transaction.version.count({ where: { projectId: turn.projectId } })
  const withoutVersion = end.state === 'CANCELLED' ? 'CANCELLED' : 'FAILED'
  await transaction.project.update({ where: { id: turn.projectId }, data: { status: versions > 0 ? 'COMPLETED' : withoutVersion } })
  const { balance } = await transaction.repository.update({
    where: { id: turn.project.repositoryId },
    data: { balance: { increment: turn.credits } },
  })
  await transaction.usage.create({
    data: {
      repositoryId: turn.project.repositoryId,
      userId: turn.authorId,
      projectId: turn.projectId,
      turnId,
      operation: 'refund',
      credits: turn.credits,
      balanceAfter: balance,
      actor: 'ollio',
      reason: end.state.toLowerCase(),
      idempotencyKey: refundKey(turn.key),
    },
  })
  await keepTokens(transaction, turnId)
}

/** What the model used goes into the ledger as a row of its own, since no row of it is ever changed. */
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
