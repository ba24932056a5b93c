import type { Audit, Ledger, LedgerSummary, RepositoryName } from '#src/ports/ledger.ts'
import { guarded, isUniqueViolation } from './prisma-client.ts'
import type { PrismaClient, Transaction } from './prisma-client.ts'
import { lockAccount } from './locked-account.ts'

type Operators = Pick<Ledger, 'grant' | 'setAllowance' | 'setPlan' | 'audit'>

/** Changes of the ledger by operators. Every change of a balance is a ledger row. */
export function createOperatorLedger(client: PrismaClient, summary: (name: RepositoryName) => Promise<LedgerSummary | null>): Operators {
  return {
    grant: ({ credits, actor, reason, key, ...name }) =>
      guarded(async () => {
        const id = await idOf(client, name)
        if (id === null) return null
        try {
          await client.$transaction((transaction) => topUp(transaction, id, { credits, actor, reason, key }))
        } catch (error) {
          // The grant with this key was already made.
          if (!isUniqueViolation(error)) throw error
        }
        return summary(name)
      }),
    setAllowance: (name, monthlyAllowance) =>
      guarded(async () => {
        const id = await idOf(client, name)
        if (id === null) return null
        await client.repository.update({ where: { id }, data: { monthlyAllowance } })
        return summary(name)
      }),
    setPlan: (account, monthlyCredits) =>
      guarded(async () => {
        const where = { account: { equals: account, mode: 'insensitive' as const } }
        const { count } = await client.installation.updateMany({ where, data: { monthlyCredits } })
        if (count === 0) return null
        const changed = await client.repository.updateMany({ where: { installation: where }, data: { monthlyAllowance: monthlyCredits } })
        return changed.count
      }),
    audit: (name) => guarded(() => audit(client, name)),
  }
}

async function topUp(
  transaction: Transaction,
  repositoryId: bigint,
  { credits, actor, reason, key }: { credits: number; actor: string; reason: string; key: string },
): Promise<void> {
  const account = await lockAccount(transaction, repositoryId, new Date())
  if (account === null) return
  // Only granted credits can be taken back.
  const change = Math.max(credits, -account.topUp)
  const balance = account.balance + change
  await transaction.usage.create({
    data: {
      repositoryId,
      operation: 'grant',
      credits: change,
      balanceAfter: balance,
      actor,
      reason,
      idempotencyKey: `grant:${repositoryId}:${key}`,
    },
  })
  await transaction.repository.update({ where: { id: repositoryId }, data: { balance, topUp: account.topUp + change } })
}

async function idOf(client: PrismaClient, { owner, name }: RepositoryName): Promise<bigint | null> {
  const row = await client.repository.findFirst({
    where: { owner: { equals: owner, mode: 'insensitive' }, name: { equals: name, mode: 'insensitive' } },
    orderBy: { createdAt: 'desc' },
    select: { id: true },
  })
  return row?.id ?? null
}

/** The balance, the sum of all rows, and the balance after the last row. */
async function audit(client: PrismaClient, name: RepositoryName | null): Promise<Audit[]> {
  const { owner, name: repository } = name ?? { owner: null, name: null }
  const rows = await client.$queryRaw<{ owner: string; name: string; balance: number; sum: bigint; last: number | null }[]>`
    SELECT r."owner", r."name", r."balance", coalesce(sum(u."credits"), 0) AS sum,
      (SELECT l."balanceAfter" FROM "Usage" l WHERE l."repositoryId" = r."id" AND l."credits" <> 0 ORDER BY l."sequence" DESC LIMIT 1) AS last
    FROM "Repository" r LEFT JOIN "Usage" u ON u."repositoryId" = r."id"
    WHERE ${owner}::text IS NULL OR (lower(r."owner") = lower(${owner}) AND lower(r."name") = lower(${repository}))
    GROUP BY r."id" ORDER BY r."owner", r."name"`
  return rows.map(({ sum, last, ...row }) => ({ ...row, sum: Number(sum), lastBalanceAfter: last ?? 0 }))
}
