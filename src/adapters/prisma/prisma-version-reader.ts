import type { Prices } from '#src/domain/credits/money.ts'
import { byPictureName } from '#src/domain/preview/picture-name.ts'
import { PREVIEW_SOURCE } from '#src/domain/publishing/publish-policy.ts'
import type { FileEdit } from '#src/domain/projects/records.ts'
import type { VersionFile, VersionReader } from '#src/ports/version-reader.ts'
import { guarded } from './prisma-client.ts'
import type { PrismaClient } from './prisma-client.ts'
import { readConversation, stepsOf } from './read-conversation.ts'
import { receiptOf } from './receipt.ts'
import { isNumbered, isUuid } from './valid-ids.ts'
import { toVersion } from './row-mapping.ts'
import { areLinksRevoked } from './link-revocation.ts'
import { createTurnReader } from './turn-reader.ts'

/** 128 random bits in hex, assigned when a turn is opened. */
const PREVIEW_PATH = /^[0-9a-f]{32}$/
export function createVersionReader(client: PrismaClient, prices: Prices): VersionReader {
  const published = (projectId: string, number: number) =>
    isNumbered(projectId, number) ? { projectId, number, state: 'PUBLISHED' as const } : null
  return {
    versionPage: (projectId, number) =>
      guarded(async () => {
        const where = published(projectId, number)
        if (where === null) return null
        const row = await client.version.findFirst({
          where,
          include: {
            project: {
              include: {
                repository: true,
                versions: { where: { state: 'PUBLISHED' }, orderBy: { number: 'asc' }, select: { number: true } },
              },
            },
            turn: {
              include: { author: true, messages: { include: { fragments: { where: { type: 'CODE' }, orderBy: { position: 'asc' } } } } },
            },
          },
        })
        if (row === null) return null
        const { project, turn } = row
        const version = toVersion(row)
        const fragments = turn.messages.flatMap((message) => message.fragments)
        const edits = version.checks.flatMap((check) => check.edits ?? [])
        const earlier = await previewBefore(client, projectId, number)
        return {
          projectName: project.name,
          repository: `${project.repository.owner}/${project.repository.name}`,
          issue: project.issue,
          pullRequest: project.pullRequest,
          version: number,
          versions: project.versions.map((each) => each.number),
          author: turn.author.login,
          prompt: turn.messages.find(({ role }) => role === 'USER')?.content ?? '',
          summary: version.summary,
          publishedAt: row.publishedAt ?? row.createdAt,
          previewPath: version.previewPath,
          live: areLinksRevoked(row.publishedAt, project) ? 'revoked' : row.reducedAt === null ? 'kept' : 'reduced',
          files: fragments.map(({ content, metadata }) => {
            const path = pathOf(metadata)
            return { path, content, before: path === PREVIEW_SOURCE ? earlier : beforeOf(path, edits) }
          }),
          removed: Object.keys(version.files).filter((path) => version.files[path] === null),
          checks: version.checks,
          pictures: Object.keys(version.pictures).toSorted(byPictureName),
          receipt: await receiptOf(client, turn.id, prices),
        }
      }),
    picture: (projectId, number, name) =>
      guarded(async () => {
        const where = published(projectId, number)
        const row = where === null ? null : await client.version.findFirst({ where })
        const artifact = row === null ? undefined : Object.entries(toVersion(row).pictures).find(([known]) => known === name)?.[1]
        return artifact === undefined ? null : { artifact, contentType: 'image/png' }
      }),
    checkReport: (projectId, number) =>
      guarded(async () => {
        const where = published(projectId, number)
        const row =
          where === null ? null : await client.version.findFirst({ where, include: { project: { include: { repository: true } } } })
        if (row === null) return null
        const version = toVersion(row)
        return {
          repository: `${row.project.repository.owner}/${row.project.repository.name}`,
          pullRequest: row.project.pullRequest,
          commit: version.commitSha ?? '',
          version: number,
          publishedAt: (row.publishedAt ?? row.createdAt).toISOString(),
          draft: version.draft,
          checks: version.checks,
          files: version.files,
          page: Object.fromEntries(Object.entries(version.build).map(([path, { artifact }]) => [path, artifact])),
          pictures: version.pictures,
        }
      }),
    preview: (previewPath) =>
      guarded(async () => {
        const row = PREVIEW_PATH.test(previewPath)
          ? await client.version.findUnique({ where: { previewPath }, include: { project: { select: { unsharedAt: true } } } })
          : null
        return row?.state === 'PUBLISHED' && !areLinksRevoked(row.publishedAt, row.project) ? toVersion(row).build : null
      }),
    files: (projectId, number, which) =>
      guarded(async () => {
        const where = published(projectId, number)
        if (where === null) return null
        const rows = await client.version.findMany({
          where: which === 'version' ? where : { ...where, number: { lte: number } },
          orderBy: { number: 'asc' },
        })
        if (rows.at(-1)?.number !== number) return null
        const files = Object.assign({}, ...rows.map((row) => toVersion(row).files)) as Record<string, string | null>
        return Object.fromEntries(Object.entries(files).flatMap(([path, key]) => (key === null ? [] : [[path, key]])))
      }),
    projectTurns: (projectId, limit) => guarded(async () => (isUuid(projectId) ? readConversation(client, projectId, limit) : [])),
    transcript: (projectId, number) =>
      guarded(async () => {
        const where = published(projectId, number)
        return where === null ? [] : stepsOf(client, { turn: { version: where } })
      }),
    ...createTurnReader(client),
  }
}

function beforeOf(path: string, edits: readonly FileEdit[]): VersionFile['before'] {
  const artifact = edits.find((edit) => edit.path === path)?.before
  return artifact === undefined ? null : { artifact }
}

/** The preview's source is in no commit, so the earlier text comes from the last published version before this one. */
async function previewBefore(client: PrismaClient, projectId: string, number: number): Promise<VersionFile['before']> {
  const row = await client.fragment.findFirst({
    where: {
      type: 'CODE',
      metadata: { path: ['path'], equals: PREVIEW_SOURCE },
      message: { turn: { version: { projectId, state: 'PUBLISHED', number: { lt: number } } } },
    },
    orderBy: { message: { createdAt: 'desc' } },
  })
  return row === null ? null : { text: row.content }
}

function pathOf(metadata: unknown): string {
  return typeof metadata === 'object' && metadata !== null && 'path' in metadata ? String(metadata.path) : ''
}
