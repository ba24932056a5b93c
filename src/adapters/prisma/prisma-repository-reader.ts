import type { ProjectCard, ProjectQuery, QuotaDay, RepositoryReader } from '#src/ports/repository-reader.ts'
import { byPictureName } from '#src/domain/preview/picture-name.ts'
import type { ProjectState } from '#src/domain/projects/project-state.ts'
import { guarded } from './prisma-client.ts'
import type { PrismaClient } from './prisma-client.ts'
import type { Prisma } from './generated/client.ts'
import { nameOf } from './prisma-ledger.ts'
import { escapeLike } from './escape-like.ts'
import { toRepository } from './row-mapping.ts'

/** Projects per page. */
const PAGE = 24
const DAY_MS = 24 * 60 * 60_000
/** Preferred width of a version's thumbnail. Any other width is the fallback. */
const WIDTH = '768'

const RUNS = { turns: { some: { state: 'RUNNING' } } } satisfies Prisma.ProjectWhereInput
const RESTS = { turns: { none: { state: 'RUNNING' } }, endedAt: null } satisfies Prisma.ProjectWhereInput
const HAS_VERSION = { versions: { some: { state: 'PUBLISHED' } } } satisfies Prisma.ProjectWhereInput
const HAS_NONE = { versions: { none: { state: 'PUBLISHED' } } } satisfies Prisma.ProjectWhereInput

const WHERE: Record<ProjectState, Prisma.ProjectWhereInput> = {
  working: RUNS,
  open: { ...RESTS, ...HAS_VERSION },
  ended: { turns: { none: { state: 'RUNNING' } }, endedAt: { not: null } },
  failed: { ...RESTS, ...HAS_NONE, status: { not: 'CANCELLED' } },
  cancelled: { ...RESTS, ...HAS_NONE, status: 'CANCELLED' },
}

const WITH_CARD = {
  turns: { orderBy: { number: 'asc' }, select: { number: true, state: true, author: { select: { login: true } } } },
  versions: { where: { state: 'PUBLISHED' }, orderBy: { number: 'desc' }, take: 1, select: { number: true, pictures: true } },
} satisfies Prisma.ProjectInclude
type Row = Prisma.ProjectGetPayload<{ include: typeof WITH_CARD }>

export function createRepositoryReader(client: PrismaClient): RepositoryReader {
  return {
    find: (name) =>
      guarded(async () => {
        const row = await client.repository.findFirst({ where: nameOf(name), orderBy: { createdAt: 'desc' } })
        return row === null ? null : toRepository(row)
      }),
    projects: (repositoryId, query) =>
      guarded(async () => {
        const where = { repositoryId, ...(query.state === null ? {} : WHERE[query.state]), ...matching(query) }
        const total = await client.project.count({ where })
        const pages = Math.max(1, Math.ceil(total / PAGE))
        const rows = await client.project.findMany({
          where,
          include: WITH_CARD,
          orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }],
          skip: (Math.min(query.page, pages) - 1) * PAGE,
          take: PAGE,
        })
        const costs = await client.usage.groupBy({
          by: ['projectId'],
          where: { repositoryId, projectId: { in: rows.map(({ id }) => id) } },
          _sum: { credits: true },
        })
        const costOf = new Map(costs.map(({ projectId, _sum }) => [projectId, 0 - (_sum.credits ?? 0)]))
        return { total, pages, cards: rows.map((row) => toCard(row, costOf.get(row.id) ?? 0)) }
      }),
    quota: (repositoryId, days, now) =>
      guarded(async () => {
        const { balance, topUp, monthlyAllowance, nextRefillAt } = await client.repository.findUniqueOrThrow({
          where: { id: repositoryId },
        })
        const since = new Date(now.getTime() - days * DAY_MS)
        const rows = await client.$queryRaw<QuotaDay[]>`
          SELECT to_char("createdAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS "day",
            coalesce(-sum("credits") FILTER (WHERE "operation" NOT IN ('allowance', 'expiry', 'grant')), 0)::int AS "spent",
            coalesce(sum("credits") FILTER (WHERE "operation" IN ('allowance', 'expiry', 'grant')), 0)::int AS "added",
            (array_agg("balanceAfter" ORDER BY "sequence" DESC))[1] AS "balance"
          FROM "Usage" WHERE "repositoryId" = ${repositoryId} AND "credits" <> 0 AND "createdAt" >= ${since}
          GROUP BY 1 ORDER BY 1`
        return { balance, topUp, monthlyAllowance, nextRefillAt, days: rows }
      }),
  }
}

function matching({ text }: ProjectQuery): Prisma.ProjectWhereInput {
  if (text === '') return {}
  const contains = { contains: escapeLike(text), mode: 'insensitive' } as const
  return { OR: [{ name: contains }, { messages: { some: { role: 'USER', content: contains } } }] }
}

function toCard(row: Row, credits: number): ProjectCard {
  const running = row.turns.find(({ state }) => state === 'RUNNING')
  const version = row.versions[0]
  const pictures = Object.keys(version?.pictures ?? {}).toSorted(byPictureName)
  return {
    id: row.id,
    name: row.name,
    issue: row.issue,
    pullRequest: row.pullRequest,
    state: stateOf(row),
    runningTurn: running?.number ?? null,
    version: version?.number ?? null,
    picture: pictures.find((name) => name === WIDTH) ?? pictures[0] ?? null,
    credits,
    author: row.turns[0]?.author.login ?? '',
    updatedAt: row.updatedAt,
  }
}

function stateOf({ turns, endedAt, versions, status }: Row): ProjectState {
  if (turns.some(({ state }) => state === 'RUNNING')) return 'working'
  if (endedAt !== null) return 'ended'
  if (versions.length > 0) return 'open'
  return status === 'CANCELLED' ? 'cancelled' : 'failed'
}
