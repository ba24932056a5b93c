import type { Balance } from '#src/domain/credits/balance.ts'
import { firstOfNextMonth, monthOf } from '#src/domain/credits/months.ts'
import type { Transaction } from './prisma-client.ts'

export type Account = Balance & { monthlyAllowance: number; nextRefillAt: Date }

/**
 * Locks a repository's credits until the transaction ends, and refills them first if that is due. The lock blocks changes of the credits,
 * not rows that reference the repository. `null` if the repository is unknown.
 */
export async function lockAccount(transaction: Transaction, repositoryId: bigint, now: Date): Promise<Account | null> {
  const rows = await transaction.$queryRaw<(Account & { isSuspended: boolean })[]>`
    SELECT r."balance", r."topUp", r."monthlyAllowance", r."nextRefillAt", i."suspendedAt" IS NOT NULL AS "isSuspended"
    FROM "Repository" r JOIN "Installation" i ON i."id" = r."installationId"
    WHERE r."id" = ${repositoryId} FOR NO KEY UPDATE OF r`
  const [row] = rows
  if (row === undefined) return null
  const { isSuspended, ...account } = row
  // A date further ahead was set by a clock that was wrong.
  const isDue = account.nextRefillAt <= now || account.nextRefillAt > firstOfNextMonth(now)
  return isDue && !isSuspended ? refilled(transaction, repositoryId, account, now) : account
}

/** Adds the monthly allowance, once a month. The rest of the last allowance expires, top-ups stay. */
async function refilled(transaction: Transaction, repositoryId: bigint, account: Account, now: Date): Promise<Account> {
  const month = monthOf(now)
  const nextRefillAt = firstOfNextMonth(now)
  const key = `allowance:${repositoryId}:${month}`
  if ((await transaction.usage.count({ where: { idempotencyKey: key } })) > 0) {
    await transaction.repository.update({ where: { id: repositoryId }, data: { nextRefillAt } })
    return { ...account, nextRefillAt }
  }
  const expired = account.balance - account.topUp
  const balance = account.topUp + account.monthlyAllowance
  const entry = { repositoryId, actor: 'ollio' }
  if (expired > 0) {
    const data = {
      ...entry,
      operation: 'expiry',
      credits: -expired,
      balanceAfter: account.topUp,
      idempotencyKey: `expiry:${repositoryId}:${month}`,
    }
    await transaction.usage.create({ data })
  }
  const allowance = { operation: 'allowance', credits: account.monthlyAllowance, balanceAfter: balance, idempotencyKey: key }
  await transaction.usage.create({ data: { ...entry, ...allowance } })
  await transaction.repository.update({ where: { id: repositoryId }, data: { balance, nextRefillAt } })
  return { ...account, balance, nextRefillAt }
}
