import { Failure } from '#src/domain/shared/failures.ts'
import { PREVIEW_SOURCE } from '#src/domain/publishing/publish-policy.ts'
import type { Turns } from '#src/ports/turns.ts'
import type { Versions } from '#src/ports/versions.ts'
import type { PrismaClient } from './prisma-client.ts'
import { notesOf } from './line-note-fragments.ts'
import { toVersion } from './row-mapping.ts'
import { areLinksRevoked } from './link-revocation.ts'

type History = Pick<Turns, 'pastTurns'> & Pick<Versions, 'publishedVersions' | 'picturesBefore' | 'revisions' | 'previewSource'>

/** Maximum number of earlier turns that the prompt includes, the newest ones. */
const PAST_TURNS = 20

/** Reads what a project has published so far. */
export function createTurnHistory(client: PrismaClient): History {
  return {
    async pastTurns(projectId, beforeTurnNumber) {
      const rows = await client.turn.findMany({
        where: { projectId, number: { lt: beforeTurnNumber }, state: { in: ['PUBLISHED', 'PARTIAL'] } },
        orderBy: { number: 'desc' },
        take: PAST_TURNS,
        include: { version: true, steers: { orderBy: { createdAt: 'asc' } }, messages: { include: { fragments: true } } },
      })
      return rows.toReversed().map((row) => {
        const fragments = row.messages.flatMap((message) => message.fragments)
        const userMessage = row.messages.find((message) => message.role === 'USER')
        const version = row.version === null ? null : toVersion(row.version)
        return {
          prompt: [userMessage?.content ?? '', ...row.steers.filter(({ step }) => step !== null).map(({ text }) => text)].join('\n\n'),
          notes: notesOf(userMessage?.fragments ?? []),
          summary: version?.summary ?? '',
          files: Object.keys(version?.files ?? {}),
          previewSource: fragments.find((fragment) => isPreviewSource(fragment.metadata))?.content ?? null,
        }
      })
    },
    async publishedVersions(projectId, limit) {
      const rows = await client.version.findMany({
        where: { projectId, state: 'PUBLISHED' },
        orderBy: { number: 'desc' },
        take: limit,
        include: { turn: { include: { author: true } } },
      })
      return rows.map(({ number, summary, commitSha, draft, publishedAt, createdAt, turn }) => {
        const { author, restores } = turn
        return { number, summary, commitSha, draft, publishedAt: publishedAt ?? createdAt, author: author.login, restores }
      })
    },
    async picturesBefore(projectId, number) {
      const row = await client.version.findFirst({
        where: { projectId, state: 'PUBLISHED', number: { lt: number } },
        orderBy: { number: 'desc' },
        select: { number: true, pictures: true, publishedAt: true, project: { select: { unsharedAt: true } } },
      })
      if (row === null || areLinksRevoked(row.publishedAt, row.project)) return null
      return { version: row.number, names: Object.keys(row.pictures ?? {}) }
    },
    async revisions(projectId, limit) {
      const rows = await client.version.findMany({
        where: { projectId, state: 'PUBLISHED' },
        orderBy: { number: 'desc' },
        take: limit,
        include: { turn: { select: { baseSha: true, baseTree: true } } },
      })
      return rows.map((row) => {
        const { number, summary, files } = toVersion(row)
        const { baseSha: sha, baseTree: tree } = row.turn
        if (sha === null || tree === null) throw new Failure('unexpected', `Version ${number} has no base`)
        return { number, summary, files, base: { sha, tree } }
      })
    },
    async previewSource(projectId, version) {
      const row = await client.version.findUnique({
        where: { projectId_number: { projectId, number: version } },
        include: { turn: { include: { messages: { where: { role: 'ASSISTANT' }, include: { fragments: true } } } } },
      })
      const fragments = row?.turn.messages.flatMap((message) => message.fragments) ?? []
      return fragments.find(({ metadata }) => isPreviewSource(metadata))?.content ?? null
    },
  }
}

function isPreviewSource(metadata: unknown): boolean {
  return typeof metadata === 'object' && metadata !== null && 'path' in metadata && metadata.path === PREVIEW_SOURCE
}
