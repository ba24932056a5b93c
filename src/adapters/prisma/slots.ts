import type { GrantedSlot, Projects, RunningLimits } from '#src/ports/projects.ts'
import type { PrismaClient, Transaction } from './prisma-client.ts'

type Places = Pick<Projects, 'grantSlots' | 'hasSlot'>

/** A turn that runs for longer than any can has lost its workflow, and its place. */
const LOST = '2 hours'

/** Turns that run at once: each repository and each installation has so many places. */
export function createSlots(client: PrismaClient): Places {
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
 * Gives the installation's free places to the turns that wait for one: to that repository first which has the fewest running, then to who
 * has waited longest. One at a time for each installation, so that no place is given twice.
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
