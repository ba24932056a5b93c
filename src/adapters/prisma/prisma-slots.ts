import type { GrantedSlot, RunningLimits, Slots } from '#src/ports/slots.ts'
import type { PrismaClient, Transaction } from './prisma-client.ts'

/** No turn can run longer. One that seems to has lost its workflow, and loses its slot. */
const LOST = '2 hours'

/** Slots of turns that run at the same time. Each repository and each installation has a limited number of them. */
export function createSlots(client: PrismaClient): Slots {
  return {
    grantSlots: (turnId, limits) =>
      client.$transaction(async (transaction) => {
        const turn = await transaction.turn.findUnique({ where: { id: turnId }, include: { project: { include: { repository: true } } } })
        return turn === null ? [] : grantSlots(transaction, turn.project.repository.installationId, limits)
      }),
    async hasSlot(turnId) {
      return (await client.turn.findFirst({ where: { id: turnId, startedAt: { not: null } }, select: { id: true } })) !== null
    },
  }
}

/**
 * Gives the installation's free slots to waiting turns: first to the repository with the fewest running turns, then to the turn that has
 * waited longest. An advisory lock per installation prevents that a slot is given twice.
 */
export async function grantSlots(transaction: Transaction, installationId: bigint, limits: RunningLimits): Promise<GrantedSlot[]> {
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('places', ${installationId}))`
  const granted: GrantedSlot[] = []
  for (;;) {
    const [next] = await transaction.$queryRaw<{ id: string; repositoryId: bigint; issue: number; k: number }[]>`
      WITH running AS (
        SELECT p."repositoryId", count(*) AS turns
        FROM "Turn" t JOIN "Project" p ON p."id" = t."projectId" JOIN "Repository" r ON r."id" = p."repositoryId"
        WHERE r."installationId" = ${installationId} AND t."state" = 'RUNNING' AND t."startedAt" > now() - ${LOST}::interval
        GROUP BY p."repositoryId"
      )
      SELECT t."id"::text, p."repositoryId", p."issue", p."k"
      FROM "Turn" t JOIN "Project" p ON p."id" = t."projectId" JOIN "Repository" r ON r."id" = p."repositoryId"
        LEFT JOIN running ON running."repositoryId" = p."repositoryId"
      WHERE r."installationId" = ${installationId} AND t."state" = 'RUNNING' AND t."startedAt" IS NULL
        AND coalesce(running.turns, 0) < ${limits.repository}
        AND (SELECT coalesce(sum(turns), 0) FROM running) < ${limits.installation}
      ORDER BY coalesce(running.turns, 0), t."createdAt", t."id"
      LIMIT 1`
    if (next === undefined) return granted
    await transaction.turn.update({ where: { id: next.id }, data: { startedAt: new Date() } })
    granted.push({ turnId: next.id, address: { repositoryId: Number(next.repositoryId), issue: next.issue, ordinal: next.k } })
  }
}
