import { LIMIT_SCOPES } from '#src/domain/credits/hourly-limits.ts'
import type { HourlyLimits, LimitScope } from '#src/domain/credits/hourly-limits.ts'
import type { PrismaClient, Transaction } from './prisma-client.ts'
import type { Prisma } from './generated/client.ts'

const HOUR_MS = 60 * 60_000

/** Thrown to roll back the whole transaction. */
export class HourlyLimitReached extends Error {
  readonly scope: LimitScope
  readonly retryAt: Date
  constructor(scope: LimitScope, retryAt: Date) {
    super(`the hourly limit of this ${scope} is reached`)
    this.scope = scope
    this.retryAt = retryAt
  }
}

export type Whose = Readonly<Record<LimitScope, bigint>>

/** Throws `HourlyLimitReached` if the last hour already has as many turns as the limit allows. */
export async function enforceHourlyLimits(transaction: Transaction, whose: Whose, limits: HourlyLimits, now: Date): Promise<void> {
  for (const scope of LIMIT_SCOPES) {
    const limit = limits[scope]
    const nth = await transaction.turn.findFirst({
      where: { ...ofScope(scope, whose[scope]), createdAt: { gt: new Date(now.getTime() - HOUR_MS) } },
      orderBy: { createdAt: 'desc' },
      skip: limit - 1,
      select: { createdAt: true },
    })
    // The limit has room again when this turn is an hour old.
    if (nth !== null) throw new HourlyLimitReached(scope, new Date(nth.createdAt.getTime() + HOUR_MS))
  }
}

function ofScope(scope: LimitScope, id: bigint): Prisma.TurnWhereInput {
  switch (scope) {
    case 'user':
      return { authorId: id }
    case 'repository':
      return { project: { repositoryId: id } }
    case 'installation':
      return { project: { repository: { installationId: id } } }
  }
}

/** True for the one command that gets the reply about the limit. Nobody is informed of the same limit twice. */
export async function claimLimitReply(client: PrismaClient, key: string, command: string): Promise<boolean> {
  await client.toldLimit.createMany({ data: [{ key, command }], skipDuplicates: true })
  return (await client.toldLimit.findUniqueOrThrow({ where: { key } })).command === command
}
