import { createDatabase } from '#src/adapters/prisma/prisma-database.ts'
import type { Database } from '#src/adapters/prisma/prisma-database.ts'
import type { ProjectStore } from '#src/ports/project-store.ts'
import type { TurnCommand } from '#src/domain/commands/command-message.ts'
import { branchName, projectWorkflowId } from '#src/domain/projects/ids.ts'
import type { StepRecord, VersionRecord } from '#src/domain/projects/records.ts'
import { withClient } from '#dev/postgres/database.ts'
import type { OpenTurn } from '#src/ports/turns.ts'
import { useLazily } from '#test/support/use-lazily.ts'
import type { HookScope } from '#test/support/use-lazily.ts'
import { createTestDatabase } from '#test/support/test-database.ts'

/** As large as GitHub's ids may become: beyond 32 bits. */
export const REPOSITORY_ID = 5_000_000_001
const INSTALLATION_ID = 6_000_000_001

export type DatabaseWorld = Database &
  ProjectStore & {
    url: string
    /** Rows by SQL of the test's own, so that the adapter isn't asked about itself. */
    rows<Row extends object>(sql: string, values?: unknown[]): Promise<Row[]>
    count(table: string, where?: string): Promise<number>
    /** Opens a turn that has to open. */
    open(changes?: OpeningChanges): Promise<string>
  }

/** One database for all tests of a file, or one for each. */
export function useDatabase(scope: HookScope = 'all'): DatabaseWorld {
  return useLazily(startDatabase, scope)
}

export async function startDatabase(): Promise<DatabaseWorld> {
  const made = await createTestDatabase()
  const { url } = made
  const database = createDatabase(url)
  const rows = <Row extends object>(sql: string, values: unknown[] = []) =>
    withClient(url, async (client) => (await client.query<Row>(sql, values)).rows)
  return {
    ...database,
    ...database.store,
    url,
    rows,
    async count(table, where = 'TRUE') {
      const [row] = await rows<{ count: string }>(`SELECT count(*) FROM "${table}" WHERE ${where}`)
      return Number(row?.count)
    },
    async open(changes) {
      const answer = await database.store.turns.openTurn(opening(changes))
      if (answer.outcome !== 'opened') throw new Error(`not opened: ${answer.outcome}`)
      return answer.turnId
    },
    async close() {
      await database.close()
      await made.drop()
    },
  }
}

export type OpeningChanges = {
  /** GitHub's id of the command, and of all that has to be unique. */
  command?: number
  issue?: number
  ordinal?: number
  repositoryId?: number
  owner?: string
  name?: string
  author?: { id: number; login: string }
  credits?: number
  monthlyAllowance?: number
  limits?: OpenTurn['limits']
  running?: OpenTurn['running']
  prompt?: string
  writtenAt?: string
}

let commands = 7_000_000_000

/** A generate turn of ten credits on a repository with a hundred; each call another command. */
export function opening(changes: OpeningChanges = {}): OpenTurn {
  const { command = (commands += 1), issue = 7, ordinal = 1, repositoryId = REPOSITORY_ID, prompt = 'a pricing card' } = changes
  const { owner = 'acme', name = 'shop', author = { id: 8_000_000_001, login: 'mara' }, writtenAt = '2026-11-24T10:00:00Z' } = changes
  const message: TurnCommand = {
    kind: 'comment',
    id: command,
    repository: { installationId: INSTALLATION_ID, repositoryId, owner, name },
    number: issue,
    onPullRequest: false,
    author,
    writtenAt,
    command: { name: 'generate', prompt, cut: false },
  }
  return {
    message,
    notes: [],
    issue,
    ordinal,
    operation: 'generate',
    restores: null,
    prompt: message.command.name === 'generate' ? message.command.prompt : '',
    failedChecks: null,
    credits: changes.credits ?? 10,
    running: changes.running ?? { repository: 100_000, installation: 100_000 },
    limits: changes.limits ?? { user: 100_000, repository: 100_000, installation: 100_000 },
    monthlyAllowance: changes.monthlyAllowance ?? 100,
    project: {
      name: 'Pricing Card',
      branch: branchName({ issue, ordinal }, 'Pricing Card'),
      baseBranch: 'main',
      packageFolder: '',
      workflowId: projectWorkflowId({ repositoryId, issue, ordinal }),
    },
    previewPath: command.toString(16).padStart(32, '0'),
  }
}

export function modelAnswer(number: number, changes: Partial<StepRecord> = {}): Omit<StepRecord, 'observations' | 'finished'> {
  return {
    number,
    answer: '{"thought":"I look.","actions":[{"tool":"listFiles","args":{"path":""}}]}',
    thought: 'I look.',
    toolCalls: [{ tool: 'listFiles', args: { path: '', depth: null } }],
    changes: {},
    model: 'model-1',
    promptTokens: 100,
    completionTokens: 10,
    modelMs: 250,
    prefix: null,
    cut: false,
    withoutPictures: false,
    ...changes,
  }
}

export type NewVersion = Omit<VersionRecord, 'id' | 'number' | 'state' | 'commitSha' | 'rechecks'>

export async function newVersion(world: DatabaseWorld, turnId: string, changes: Partial<NewVersion> = {}): Promise<NewVersion> {
  const turn = await world.turns.turn(turnId)
  return {
    projectId: turn.project.id,
    turnId,
    summary: 'A pricing card.',
    files: { 'src/card.tsx': 'a'.repeat(64), 'src/old.tsx': null },
    build: { 'index.html': { artifact: 'b'.repeat(64), contentType: 'text/html; charset=utf-8' } },
    checks: [{ name: 'Types', outcome: 'passed', detail: '' }],
    pictures: { '375': 'c'.repeat(64), '1280': 'd'.repeat(64) },
    draft: false,
    previewPath: turn.previewPath,
    recheckAt: null,
    ...changes,
  }
}

/** A turn from its opening to its publication. */
export async function publishTurn(world: DatabaseWorld, turnId: string, changes: Partial<NewVersion> = {}): Promise<VersionRecord> {
  const version = await world.versions.prepareVersion(await newVersion(world, turnId, changes))
  await world.versions.publish(turnId, {
    commitSha: 'e'.repeat(40),
    partial: false,
    fragments: [
      { type: 'CODE', content: 'export {}\n', metadata: { path: 'src/card.tsx', language: 'tsx' } },
      { type: 'CODE', content: 'export default 1\n', metadata: { path: '.ollio/preview.tsx', language: 'tsx' } },
      { type: 'IMAGE', content: 'c'.repeat(64), metadata: { width: 375 } },
    ],
  })
  return version
}
