import { FAILURE_KINDS } from '#src/domain/shared/failures.ts'
import { phaseOf } from '#src/domain/projects/turn-phase.ts'
import type { TurnPage, VersionReader } from '#src/ports/version-reader.ts'
import { guarded } from './prisma-client.ts'
import type { PrismaClient } from './prisma-client.ts'
import { stepsOf } from './read-conversation.ts'
import { isNumbered, isUuid } from './valid-ids.ts'
import { toProject, WITH_REPOSITORY } from './row-mapping.ts'
import { areLinksRevoked } from './link-revocation.ts'

type TurnReader = Pick<VersionReader, 'turnPage' | 'turnRevision' | 'sharing' | 'runningTurn'>

/** Reads turns for their pages, and who may see them. */
export function createTurnReader(client: PrismaClient): TurnReader {
  return {
    turnPage: (projectId, number) => guarded(async () => (isNumbered(projectId, number) ? readTurn(client, projectId, number) : null)),
    turnRevision: (projectId, number) =>
      guarded(async () => (isNumbered(projectId, number) ? readRevision(client, projectId, number) : null)),
    sharing: (projectId, of) =>
      guarded(async () => {
        if (!isNumbered(projectId, 'turn' in of ? of.turn : of.version)) return null
        const row = await client.turn.findFirst({
          where: { projectId, ...('turn' in of ? { number: of.turn } : { version: { number: of.version, state: 'PUBLISHED' } }) },
          include: { project: { include: WITH_REPOSITORY }, version: { select: { publishedAt: true } } },
        })
        if (row === null) return null
        const since = 'turn' in of ? row.createdAt : (row.version?.publishedAt ?? null)
        return { repository: toProject(row.project).repository, isRevoked: areLinksRevoked(since, row.project) }
      }),
    runningTurn: (projectId) =>
      guarded(async () => {
        const where = { projectId, state: 'RUNNING' as const }
        return isUuid(projectId) ? ((await client.turn.findFirst({ where, select: { number: true } }))?.number ?? null) : null
      }),
  }
}

/** Everything that the page of one turn shows. */
async function readTurn(client: PrismaClient, projectId: string, number: number): Promise<TurnPage | null> {
  const row = await client.turn.findUnique({
    where: { projectId_number: { projectId, number } },
    include: {
      project: { include: { repository: true } },
      author: true,
      messages: true,
      version: { select: { number: true, state: true } },
    },
  })
  if (row === null) return null
  const { project, version, messages, state } = row
  const steps = await stepsOf(client, { turnId: row.id })
  const last = steps.at(-1)
  return {
    projectName: project.name,
    repository: `${project.repository.owner}/${project.repository.name}`,
    issue: project.issue,
    pullRequest: project.pullRequest,
    number,
    author: row.author.login,
    prompt: messages.find(({ role }) => role === 'USER')?.content ?? '',
    state,
    phase: phaseOf({
      state,
      hasSlot: row.startedAt !== null,
      hasBase: row.baseSha !== null,
      hasVersion: version !== null,
      lastStep: last === undefined ? null : { tools: last.toolCalls.map(({ tool }) => tool), observed: last.observed },
    }),
    failure: FAILURE_KINDS.find((kind) => kind === row.failure) ?? null,
    version: version?.state === 'PUBLISHED' ? version.number : null,
    summary: messages.find(({ role }) => role === 'ASSISTANT')?.content ?? '',
    openedAt: row.createdAt,
    endedAt: row.endedAt,
    credits: row.credits,
    steps,
  }
}

/** Read once a second while somebody views a turn, so it selects one row without the steps' content. */
async function readRevision(client: PrismaClient, projectId: string, number: number): Promise<string | null> {
  const rows = await client.$queryRaw<{ revision: string }[]>`
    SELECT concat_ws('/', t."state", t."startedAt" IS NOT NULL, t."baseSha" IS NOT NULL, v."state", s."number", s."seen") AS revision
    FROM "Turn" t
    LEFT JOIN "Version" v ON v."turnId" = t."id"
    LEFT JOIN LATERAL (
      SELECT "number", jsonb_array_length("observations") AS "seen" FROM "Step" WHERE "turnId" = t."id" ORDER BY "number" DESC LIMIT 1
    ) s ON true
    WHERE t."projectId" = ${projectId}::uuid AND t."number" = ${number}`
  return rows[0]?.revision ?? null
}
