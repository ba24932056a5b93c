import { byPictureName } from '#src/domain/picture-name.ts'
import type { Prices } from '#src/domain/money.ts'
import type { VersionReader } from '#src/ports/version-reader.ts'
import { guarded } from './client.ts'
import type { PrismaClient } from './client.ts'
import { receiptOf } from './receipt.ts'
import { toVersion } from './rows.ts'

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/
/** 128 random bits in hex, as a turn gets them when it opens. */
const PREVIEW_PATH = /^[0-9a-f]{32}$/
/** PostgreSQL's largest integer, for numbers out of addresses. */
const LARGEST = 2_147_483_647

export function createVersionReader(client: PrismaClient, prices: Prices): VersionReader {
  const published = (projectId: string, number: number) =>
    UUID.test(projectId) && number <= LARGEST ? { projectId, number, state: 'PUBLISHED' as const } : null
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
            turn: { include: { messages: { include: { fragments: { where: { type: 'CODE' }, orderBy: { position: 'asc' } } } } } },
          },
        })
        if (row === null) return null
        const { project, turn } = row
        const version = toVersion(row)
        const fragments = turn.messages.flatMap((message) => message.fragments)
        return {
          projectName: project.name,
          repository: `${project.repository.owner}/${project.repository.name}`,
          pullRequest: project.pullRequest,
          version: number,
          versions: project.versions.map((each) => each.number),
          prompt: turn.messages.find(({ role }) => role === 'USER')?.content ?? '',
          summary: version.summary,
          publishedAt: row.publishedAt ?? row.createdAt,
          previewPath: version.previewPath,
          files: fragments.map(({ content, metadata }) => ({ path: pathOf(metadata), content })),
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
    previewFile: (previewPath, path) =>
      guarded(async () => {
        const row = PREVIEW_PATH.test(previewPath) ? await client.version.findUnique({ where: { previewPath } }) : null
        if (row === null || row.state !== 'PUBLISHED') return null
        const { build } = toVersion(row)
        return Object.hasOwn(build, path) ? (build[path] ?? null) : null
      }),
  }
}

function pathOf(metadata: unknown): string {
  return typeof metadata === 'object' && metadata !== null && 'path' in metadata ? String(metadata.path) : ''
}
