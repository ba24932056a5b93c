import { z } from 'zod'
import { costOf } from '#src/domain/credits/money.ts'
import type { Prices } from '#src/domain/credits/money.ts'
import { withClient } from '#dev/postgres/database.ts'
import type { TurnResult } from './results.ts'

const rowSchema = z.object({
  state: z.string(),
  failure: z.string().nullable(),
  steps: z.number(),
  promptTokens: z.number(),
  completionTokens: z.number(),
  seconds: z.number(),
  checks: z.array(z.object({ name: z.string(), outcome: z.string() })).nullable(),
})

const TURN = `
  SELECT t.state, t.failure, v.checks, count(s.id)::int AS steps,
    coalesce(sum(s."promptTokens"), 0)::int AS "promptTokens", coalesce(sum(s."completionTokens"), 0)::int AS "completionTokens",
    coalesce(extract(epoch FROM t."endedAt" - t."createdAt"), 0)::float8 AS seconds
  FROM "Turn" t LEFT JOIN "Step" s ON s."turnId" = t.id LEFT JOIN "Version" v ON v."turnId" = t.id
  WHERE t.key = $1 GROUP BY t.id, v.id`

export type Measured = Omit<TurnResult, 'command' | 'published' | 'pullRequest' | 'pictures'>

/** Reads the figures of the turn that a comment started from the bot's tables; `state` is 'NONE' if it started no turn. */
export async function measure(databaseUrl: string, commentId: number, prices: Prices): Promise<Measured> {
  const { rows } = await withClient(databaseUrl, (client) => client.query(TURN, [`comment:${commentId}`]))
  const [row] = z.array(rowSchema).parse(rows)
  if (row === undefined)
    return { ...{ state: 'NONE', failure: null, steps: 0, promptTokens: 0, completionTokens: 0, dollars: null, seconds: 0, checks: [] } }
  return { ...row, dollars: costOf(row, prices), checks: row.checks ?? [] }
}
