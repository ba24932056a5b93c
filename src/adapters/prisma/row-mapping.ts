import { CAUSES } from '#src/domain/checks/measured.ts'
import { z } from 'zod'
import { COMMAND_KINDS } from '#src/domain/commands/command-message.ts'
import type { RepositoryRef } from '#src/domain/commands/command-message.ts'
import { FAILURE_KINDS } from '#src/domain/shared/failures.ts'
import type { ParsedToolCall } from '#src/domain/agent/agent-protocol.ts'
import type { Changes, ProjectRecord, StepRecord, TurnRecord, VersionRecord } from '#src/domain/projects/records.ts'
import { notesOf } from './line-note-fragments.ts'
import type { Prisma } from './generated/client.ts'

/** Maps rows to our records. JSON columns contain only what we wrote, but are parsed anyway. */

export const WITH_REPOSITORY = { repository: true } satisfies Prisma.ProjectInclude
export const WITH_PROJECT = {
  author: true,
  project: { include: WITH_REPOSITORY },
  messages: { where: { role: 'USER' }, include: { fragments: true } },
} satisfies Prisma.TurnInclude

type ProjectRow = Prisma.ProjectGetPayload<{ include: typeof WITH_REPOSITORY }>
type TurnRow = Prisma.TurnGetPayload<{ include: typeof WITH_PROJECT }>
type StepRow = Prisma.StepGetPayload<object>
type VersionRow = Prisma.VersionGetPayload<object>

const manifest = z.record(z.string(), z.string().nullable())
const commandKey = z.string().transform((key) => {
  const [kind, id] = key.split(':')
  return { kind: z.enum(COMMAND_KINDS).parse(kind), commandId: Number(id) }
})
const operation = z.enum(['generate', 'refine', 'restore', 'rebase'])
const observations = z.array(z.looseObject({ tool: z.string(), ok: z.boolean() }))
const build = z.record(z.string(), z.object({ artifact: z.string(), contentType: z.string() }))
const annotation = z.object({ path: z.string(), line: z.number(), level: z.enum(['failure', 'warning']), message: z.string() })
const edit = z.object({ path: z.string(), added: z.number(), removed: z.number(), lines: z.number(), before: z.string().optional() })
const checkLine = z.object({
  name: z.string(),
  detail: z.string(),
  annotations: z.array(annotation).optional(),
  edits: z.array(edit).optional(),
  design: z.object({ components: z.array(z.string()), tokens: z.array(z.string()) }).optional(),
})
const checks = z.array(
  z.discriminatedUnion('outcome', [
    checkLine.extend({ outcome: z.enum(['passed', 'failed', 'warning']) }),
    checkLine.extend({ outcome: z.literal('not run'), notRun: z.object({ cause: z.enum(CAUSES), required: z.boolean() }) }),
  ]),
)
const pictures = z.record(z.string(), z.string())

export function toRepository({ id, installationId, owner, name }: ProjectRow['repository']): RepositoryRef {
  return { installationId: Number(installationId), repositoryId: Number(id), owner, name }
}

export function toProject(row: ProjectRow): ProjectRecord {
  return {
    id: row.id,
    repository: toRepository(row.repository),
    issue: row.issue,
    ordinal: row.k,
    name: row.name,
    status: row.status,
    branch: row.branch,
    baseBranch: row.baseBranch,
    packageFolder: row.packageFolder ?? '',
    pullRequest: row.pullRequest,
    ended: row.endedAt !== null,
  }
}

export function toTurn(row: TurnRow): TurnRecord {
  const { baseSha, baseTree, baseArchive, prompt, merged } = row
  return {
    id: row.id,
    key: row.key,
    ...commandKey.parse(row.key),
    number: row.number,
    operation: operation.parse(row.operation),
    restores: row.restores,
    state: row.state,
    credits: row.credits,
    commentsOn: row.conversation,
    author: { id: Number(row.author.id), login: row.author.login },
    prompt: row.messages[0]?.content ?? '',
    notes: notesOf(row.messages[0]?.fragments ?? []),
    failedChecks: row.evidence,
    previewPath: row.previewPath,
    progressCommentId: row.progressCommentId === null ? null : Number(row.progressCommentId),
    openedAt: row.createdAt,
    failure: FAILURE_KINDS.find((kind) => kind === row.failure) ?? null,
    mergeCommit: row.mergeCommit,
    conflicts: row.conflicts,
    project: toProject(row.project),
    base:
      baseSha === null || baseTree === null || baseArchive === null || prompt === null
        ? null
        : { sha: baseSha, tree: baseTree, archive: baseArchive, prompt, merged },
  }
}

export function toStep(row: StepRow): StepRecord {
  return {
    number: row.number,
    answer: row.answer,
    thought: row.thought,
    // `keepAnswer` wrote them from a parsed answer.
    toolCalls: z.array(z.looseObject({ tool: z.string() })).parse(row.actions) as unknown as ParsedToolCall[],
    observations: observations.parse(row.observations),
    changes: manifest.parse(row.manifest),
    model: row.model,
    promptTokens: row.promptTokens,
    completionTokens: row.completionTokens,
    modelMs: row.modelMs,
    prefix: row.prefix,
    cut: row.cut,
    withoutPictures: row.withoutPictures,
    finished: row.finishedAt !== null,
  }
}

export function toVersion(row: VersionRow): VersionRecord {
  return {
    id: row.id,
    projectId: row.projectId,
    turnId: row.turnId,
    number: row.number,
    state: row.state,
    summary: row.summary,
    commitSha: row.commitSha,
    files: byPath(manifest.parse(row.files)),
    build: build.parse(row.build),
    checks: checks.parse(row.checks),
    pictures: pictures.parse(row.pictures),
    draft: row.draft,
    previewPath: row.previewPath,
    recheckAt: row.recheckAt,
    rechecks: row.rechecks,
  }
}

/** PostgreSQL orders JSON keys by length. People and prompts need them sorted by name. */
function byPath(files: Changes): Changes {
  return Object.fromEntries(Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
