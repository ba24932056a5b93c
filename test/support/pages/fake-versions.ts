import { createHash } from 'node:crypto'
import type { CheckReport } from '#src/domain/checks/check-report.ts'
import { Failure } from '#src/domain/shared/failures.ts'
import type { Artifacts } from '#src/ports/artifacts.ts'
import type { BuildManifest } from '#src/domain/projects/records.ts'
import type { ProjectTurn, StoredFile, TranscriptStep, TurnPage, VersionPage, VersionReader } from '#src/ports/version-reader.ts'

/** Published versions, in memory. */
export class FakeVersions implements VersionReader {
  readonly pages = new Map<string, VersionPage>()
  readonly reports = new Map<string, CheckReport>()
  readonly pictures = new Map<string, StoredFile>()
  readonly previews = new Map<string, BuildManifest>()
  readonly downloads = new Map<string, Record<string, string>>()
  readonly conversations = new Map<string, ProjectTurn[]>()
  readonly transcripts = new Map<string, TranscriptStep[]>()
  readonly turns = new Map<string, TurnPage>()
  /** Projects with revoked links. */
  readonly withdrawn = new Set<string>()
  isDown = false

  async versionPage(projectId: string, version: number): Promise<VersionPage | null> {
    return this.#read(this.pages.get(`${projectId}/${version}`))
  }

  async picture(projectId: string, version: number, name: string): Promise<StoredFile | null> {
    return this.#read(this.pictures.get(`${projectId}/${version}/${name}`))
  }

  async checkReport(projectId: string, version: number): Promise<CheckReport | null> {
    return this.#read(this.reports.get(`${projectId}/${version}`))
  }

  async preview(previewPath: string): Promise<BuildManifest | null> {
    return this.#read(this.previews.get(previewPath))
  }

  async files(projectId: string, version: number, which: 'version' | 'project'): Promise<Record<string, string> | null> {
    return this.#read(this.downloads.get(`${projectId}/${version}/${which}`))
  }

  async projectTurns(projectId: string, limit: number): Promise<ProjectTurn[]> {
    return (this.#read(this.conversations.get(projectId)) ?? []).slice(-limit)
  }

  async transcript(projectId: string, version: number): Promise<TranscriptStep[]> {
    return this.#read(this.transcripts.get(`${projectId}/${version}`)) ?? []
  }

  async turnPage(projectId: string, number: number): Promise<TurnPage | null> {
    return this.#read(this.turns.get(`${projectId}/${number}`))
  }

  async turnRevision(projectId: string, number: number): Promise<string | null> {
    const turn = this.#read(this.turns.get(`${projectId}/${number}`))
    return turn === null ? null : JSON.stringify([turn.phase, turn.steps])
  }

  async sharing(projectId: string): Promise<Awaited<ReturnType<VersionReader['sharing']>>> {
    const repository = { installationId: 1, repositoryId: 1, owner: 'acme', name: 'shop' }
    return this.#read({ repository, isRevoked: this.withdrawn.has(projectId) })
  }

  async runningTurn(projectId: string): Promise<number | null> {
    const running = [...this.turns].find(([key, turn]) => key.startsWith(`${projectId}/`) && turn.state === 'RUNNING')
    return running?.[1].number ?? null
  }

  #read<T>(found: T | undefined): T | null {
    if (this.isDown) throw new Failure('database-busy', 'The database at postgresql://ollio:hunter2@db is unreachable')
    return found ?? null
  }
}

/** An artifact store in memory. */
export class FakeArtifacts implements Artifacts {
  readonly #kept = new Map<string, Uint8Array>()

  async put(bytes: Uint8Array): Promise<string> {
    const key = createHash('sha256').update(bytes).digest('hex')
    this.#kept.set(key, bytes)
    return key
  }

  async get(key: string): Promise<Uint8Array> {
    const bytes = this.#kept.get(key)
    if (bytes === undefined) throw new Failure('artifact-missing', `No artifact ${key}`)
    return bytes
  }

  async remove(key: string): Promise<boolean> {
    return this.#kept.delete(key)
  }
}

export const PROJECT = '0190a000-0000-7000-8000-000000000001'
export const PREVIEW = '0123456789abcdef0123456789abcdef'

export function turnPageOf(changes: Partial<TurnPage> = {}): TurnPage {
  return {
    projectName: 'Pricing Card',
    repository: 'acme/shop',
    issue: 3,
    pullRequest: null,
    number: 1,
    author: 'maya',
    prompt: 'a pricing card',
    state: 'RUNNING',
    phase: 'building',
    failure: null,
    version: null,
    summary: '',
    openedAt: new Date(Date.now() - 12_000),
    endedAt: null,
    credits: 10,
    steps: [stepOf(1, 'I look around first.')],
    ...changes,
  }
}

export function stepOf(number: number, thought: string): TranscriptStep {
  return {
    ...{ number, thought, model: 'model-1', promptTokens: 1_000, completionTokens: 200, modelMs: 1_500 },
    toolCalls: [{ tool: 'readFile', about: 'src/card.tsx', outcome: 'done', detail: 'what it holds' }],
  }
}

export function versionPageOf(changes: Partial<VersionPage> = {}): VersionPage {
  return {
    projectName: 'Pricing Card',
    repository: 'acme/shop',
    issue: 3,
    pullRequest: 12,
    version: 2,
    versions: [1, 2],
    author: 'maya',
    prompt: 'a pricing card',
    summary: 'Three tiers.',
    publishedAt: new Date('2026-11-24T10:00:00Z'),
    previewPath: PREVIEW,
    live: 'kept',
    files: [{ path: 'src/card.tsx', content: 'export const a = 1\n', before: null }],
    removed: [],
    checks: [{ name: 'Types', outcome: 'passed', detail: 'no errors' }],
    pictures: ['375', '1280', '1280-dark'],
    receipt: { credits: 10, promptTokens: 1_200, completionTokens: 340, seconds: 42, steps: 5, model: 'model-1', dollars: null },
    ...changes,
  }
}
