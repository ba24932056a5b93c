import { refundOf } from '#src/domain/credits/balance.ts'
import { costOf } from '#src/domain/credits/money.ts'
import type { Prices } from '#src/domain/credits/money.ts'
import type { Receipt } from '#src/domain/projects/records.ts'
import type { PrismaClient } from './prisma-client.ts'

/** What a turn used, from its rows. Money is calculated on request: tokens are facts, a price is a setting. */
export async function receiptOf(client: PrismaClient, turnId: string, prices: Prices): Promise<Receipt> {
  const [turn, used, last] = await Promise.all([
    client.turn.findUniqueOrThrow({ where: { id: turnId } }),
    client.step.aggregate({ where: { turnId }, _sum: { promptTokens: true, completionTokens: true }, _count: true }),
    client.step.findFirst({ where: { turnId }, orderBy: { number: 'desc' }, select: { model: true } }),
  ])
  const tokens = { promptTokens: used._sum.promptTokens ?? 0, completionTokens: used._sum.completionTokens ?? 0 }
  return {
    credits: turn.state === 'PARTIAL' ? turn.credits - refundOf('PARTIAL', turn.credits) : turn.credits,
    ...tokens,
    dollars: costOf(tokens, prices),
    steps: used._count,
    seconds: Math.round(((turn.endedAt ?? new Date()).getTime() - turn.createdAt.getTime()) / 1_000),
    model: last?.model ?? '',
  }
}
