import type { Ledger, LedgerSummary, RepositoryName } from '#src/ports/ledger.ts'
import { guarded } from './prisma-client.ts'
import type { PrismaClient } from './prisma-client.ts'
import { lockAccount } from './locked-account.ts'
import { escapeLike } from './escape-like.ts'
import type { Prisma } from './generated/client.ts'
import { createOperatorLedger } from './operator-ledger.ts'

export function createLedger(client: PrismaClient): Ledger {
  return {
    summary: (repositoryId, entries) => guarded(() => summaryOf(client, { id: repositoryId }, entries)),
    byName: (name, entries) => guarded(() => summaryOf(client, nameOf(name), entries)),
    costOf: (projectId) =>
      guarded(async () => {
        const charges = await client.usage.findMany({ where: { projectId }, include: { user: true } })
        const byActor = new Map<string, number>()
        for (const { userId, user, actor, credits } of charges) {
          // Ollio writes the refunds, but they belong to the user who was charged.
          const who = userId === null ? actor : (user?.login ?? actor)
          byActor.set(who, (byActor.get(who) ?? 0) - credits)
        }
        const costs = [...byActor].map(([actor, credits]) => ({ actor, credits }))
        return costs.filter(({ credits }) => credits !== 0).toSorted((a, b) => b.credits - a.credits)
      }),
    allowanceNotice: (turnId) =>
      guarded(async () => {
        const notice = await client.usage.findFirst({ where: { turnId, operation: 'notice' }, select: { reason: true } })
        return notice === null ? null : Number(notice.reason)
      }),
    refillDue: (now, limit) =>
      guarded(async () => {
        const due = await client.repository.findMany({
          where: { nextRefillAt: { lte: now }, installation: { suspendedAt: null } },
          orderBy: { nextRefillAt: 'asc' },
          take: limit,
          select: { id: true },
        })
        for (const { id } of due) await client.$transaction((transaction) => lockAccount(transaction, id, now))
        return due.length
      }),
    ...createOperatorLedger(client, (name) => summaryOf(client, nameOf(name), 1)),
  }
}

/** Callers order by `createdAt`: if a name was given to another repository, the newest one counts. */
export function nameOf({ owner, name }: RepositoryName): Prisma.RepositoryWhereInput {
  return { owner: { equals: escapeLike(owner), mode: 'insensitive' }, name: { equals: escapeLike(name), mode: 'insensitive' } }
}

async function summaryOf(client: PrismaClient, where: Prisma.RepositoryWhereInput, entries: number): Promise<LedgerSummary | null> {
  const row = await client.repository.findFirst({
    where,
    orderBy: { createdAt: 'desc' },
    include: { usage: { where: { credits: { not: 0 } }, orderBy: { sequence: 'desc' }, take: entries } },
  })
  if (row === null) return null
  const { balance, topUp, monthlyAllowance, nextRefillAt, usage } = row
  return {
    ...{ balance, topUp, monthlyAllowance, nextRefillAt },
    entries: usage.map(({ createdAt, operation, credits, balanceAfter, actor, reason }) => {
      return { at: createdAt, operation, credits, balanceAfter, actor, reason }
    }),
  }
}
