import { LIMIT_SCOPES } from '#src/domain/credits/hourly-limits.ts'
import type { HourlyLimits, LimitScope } from '#src/domain/credits/hourly-limits.ts'
import type { PrismaClient, Transaction } from './prisma-client.ts'
import type { Prisma } from './generated/client.ts'

const HOUR_MS = 60 * 60_000

/** Thrown to roll the whole transaction back. */
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

/** Fails with `Limited` where as many turns were opened in the last hour as may be. */
export async function enforceHourlyLimits(transaction: Transaction, whose: Whose, limits: HourlyLimits, now: Date): Promise<void> {
  for (const scope of LIMIT_SCOPES) {
    const limit = limits[scope]
    const nth = await transaction.turn.findFirst({
      where: { ...ofScope(scope, whose[scope]), createdAt: { gt: new Date(now.getTime() - HOUR_MS) } },
      orderBy: { createdAt: 'desc' },
      skip: limit - 1,
      select: { createdAt: true },
    })
    // When that one is an hour old there is room again.
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

/** True for the one command that is answered with a limit: who has heard of it needs not hear of it again. */
export async function isToldOfLimit(client: PrismaClient, key: string, command: string): Promise<boolean> {
  await client.toldLimit.createMany({ data: [{ key, command }], skipDuplicates: true })
  return (await client.toldLimit.findUniqueOrThrow({ where: { key } })).command === command
}
