import { z } from 'zod'
import type { Deletion } from '#src/ports/deletion.ts'
import type { PrismaClient, Transaction } from './prisma-client.ts'

const withPictures = z.array(z.looseObject({ picture: z.string().optional() }))
const values = z.record(z.string(), z.string().nullable())
const build = z.record(z.string(), z.object({ artifact: z.string() }))
const checks = z.array(z.looseObject({ edits: z.array(z.looseObject({ before: z.string().optional() })).optional() }))

/** Deletes a project's rows. Its artifacts are marked for deletion first, and deleted later unless other rows still need them. */
export function createDeletion(client: PrismaClient): Deletion {
  return {
    async nestingArtifacts(projectId) {
      const turns = await client.turn.findMany({ where: { projectId }, select: { prompt: true, merged: true } })
      return turns.flatMap(({ prompt, merged }) => [prompt, merged]).filter((key) => key !== null)
    },
    async deleteProject(projectId, more) {
      await client.$transaction(async (transaction) => {
        const keys = new Set([...more, ...(await keysOf(transaction, projectId))])
        await transaction.doomedArtifact.createMany({ data: [...keys].map((key) => ({ key })), skipDuplicates: true })
        await transaction.project.deleteMany({ where: { id: projectId } })
      })
    },
    async unusedArtifacts(before, limit) {
      const rows = await client.doomedArtifact.findMany({ where: { doomedAt: { lt: before } }, orderBy: { doomedAt: 'asc' }, take: limit })
      const keys = rows.map(({ key }) => key)
      const needed = new Set(await neededOf(client, keys))
      await client.doomedArtifact.deleteMany({ where: { key: { in: [...needed] } } })
      return keys.filter((key) => !needed.has(key))
    },
    async forgetArtifacts(keys) {
      await client.doomedArtifact.deleteMany({ where: { key: { in: [...keys] } } })
    },
  }
}

/** All artifacts that the project's rows reference. */
async function keysOf(transaction: Transaction, projectId: string): Promise<string[]> {
  const [turns, steps, versions, images] = await Promise.all([
    transaction.turn.findMany({ where: { projectId }, select: { baseTree: true, baseArchive: true, prompt: true, merged: true } }),
    transaction.step.findMany({ where: { turn: { projectId } }, select: { prefix: true, manifest: true, observations: true } }),
    transaction.version.findMany({ where: { projectId }, select: { files: true, build: true, checks: true, pictures: true } }),
    transaction.fragment.findMany({ where: { type: 'IMAGE', message: { projectId } }, select: { content: true } }),
  ])
  const keys = [
    ...turns.flatMap((turn) => [turn.baseTree, turn.baseArchive, turn.prompt, turn.merged]),
    ...steps.flatMap(({ prefix, manifest, observations }) => [
      prefix,
      ...Object.values(values.parse(manifest)),
      ...withPictures.parse(observations).map(({ picture }) => picture),
    ]),
    ...versions.flatMap((version) => [
      ...Object.values(values.parse(version.files)),
      ...Object.values(values.parse(version.pictures)),
      ...Object.values(build.parse(version.build)).map(({ artifact }) => artifact),
      ...checks.parse(version.checks).flatMap(({ edits = [] }) => edits.map(({ before }) => before)),
    ]),
    ...images.map(({ content }) => content),
  ]
  return keys.filter((key) => key != null)
}

/** Returns the keys that some row still references. Reads each table once. */
async function neededOf(client: PrismaClient, keys: string[]): Promise<string[]> {
  if (keys.length === 0) return []
  const rows = await client.$queryRaw<{ key: string }[]>`
    SELECT "baseTree" AS key FROM "Turn" WHERE "baseTree" = ANY(${keys})
    UNION SELECT "baseArchive" FROM "Turn" WHERE "baseArchive" = ANY(${keys})
    UNION SELECT "prompt" FROM "Turn" WHERE "prompt" = ANY(${keys})
    UNION SELECT "merged" FROM "Turn" WHERE "merged" = ANY(${keys})
    UNION SELECT "prefix" FROM "Step" WHERE "prefix" = ANY(${keys})
    UNION SELECT value FROM "Step", jsonb_each_text("manifest") WHERE value = ANY(${keys})
    UNION SELECT seen ->> 'picture' FROM "Step", jsonb_array_elements("observations") seen WHERE seen ->> 'picture' = ANY(${keys})
    UNION SELECT value FROM "Version", jsonb_each_text("files") WHERE value = ANY(${keys})
    UNION SELECT value FROM "Version", jsonb_each_text("pictures") WHERE value = ANY(${keys})
    UNION SELECT file.value ->> 'artifact' FROM "Version", jsonb_each("build") file WHERE file.value ->> 'artifact' = ANY(${keys})
    UNION SELECT before #>> '{}' FROM "Version", jsonb_path_query("checks", '$[*].edits[*].before') before WHERE before #>> '{}' = ANY(${keys})
    UNION SELECT "content" FROM "Fragment" WHERE "type" = 'IMAGE' AND "content" = ANY(${keys})`
  return rows.map(({ key }) => key)
}
