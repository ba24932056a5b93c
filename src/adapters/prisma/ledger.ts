import type { Ledger } from '#src/ports/ledger.ts'
import { guarded } from './client.ts'
import type { PrismaClient } from './client.ts'

export function createLedger(client: PrismaClient): Ledger {
  return {
    summary: (repositoryId, entries) =>
      guarded(async () => {
        const row = await client.repository.findUnique({
          where: { id: repositoryId },
          include: { usage: { where: { credits: { not: 0 } }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: entries } },
        })
        if (row === null) return null
        return {
          balance: row.balance,
          monthlyAllowance: row.monthlyAllowance,
          nextRefillAt: row.nextRefillAt,
          entries: row.usage.map(({ createdAt, operation, credits, balanceAfter, actor }) => ({
            at: createdAt,
            operation,
            credits,
            balanceAfter,
            actor,
          })),
        }
      }),
  }
}
