import type { ToolCallLine } from '#src/domain/agent/tool-call-line.ts'
import type { RepositoryRef } from '#src/domain/commands/command-message.ts'
import type { CheckReport } from '#src/domain/checks/check-report.ts'
import type { FailureKind } from '#src/domain/shared/failures.ts'
import type { BuildManifest, CheckLine, Receipt, TurnState } from '#src/domain/projects/records.ts'
import type { TurnPhase } from '#src/domain/projects/turn-phase.ts'

/** The repository of a page, and whether its links are revoked. */
type Sharing = { repository: RepositoryRef; isRevoked: boolean }

/**
 * The state of a version's live page: `withdrawn`: its links are revoked. `reduced`: only its pictures are kept, because its project ended
 * long ago.
 */
type LiveState = 'kept' | 'revoked' | 'reduced'

/** Everything that the pages of one version show. */
export type VersionPage = {
  projectName: string
  /** owner/name */
  repository: string
  issue: number
  pullRequest: number | null
  version: number
  versions: number[]
  author: string
  prompt: string
  summary: string
  publishedAt: Date
  previewPath: string
  live: LiveState
  files: VersionFile[]
  /** Deleted paths. */
  removed: string[]
  checks: CheckLine[]
  /** Names of its pictures, sorted by width. */
  pictures: string[]
  receipt: Receipt
}

/** `before`: the file before this version, as an artifact or text; `null` if the file is new, or its earlier content is unknown. */
export type VersionFile = { path: string; content: string; before: { artifact: string } | { text: string } | null }

export type StoredFile = { artifact: string; contentType: string }

/** One turn of a project. `version`: the one that it published. */
export type ProjectTurn = {
  number: number
  author: string
  prompt: string
  at: Date
  state: TurnState
  failure: FailureKind | null
  version: number | null
  summary: string
}

/** One step of the agent, as people read it. */
export type TranscriptStep = {
  number: number
  thought: string
  model: string
  promptTokens: number
  completionTokens: number
  modelMs: number
  toolCalls: ToolCallLine[]
}

/** What a turn is doing or did. */
export type TurnPage = {
  projectName: string
  /** owner/name */
  repository: string
  issue: number
  pullRequest: number | null
  number: number
  author: string
  prompt: string
  state: TurnState
  phase: TurnPhase
  failure: FailureKind | null
  /** The version that it published. */
  version: number | null
  summary: string
  openedAt: Date
  endedAt: Date | null
  credits: number
  steps: TranscriptStep[]
}

/** Data of the pages. `null` for anything that doesn't exist or isn't published. */
export interface VersionReader {
  versionPage(projectId: string, version: number): Promise<VersionPage | null>
  picture(projectId: string, version: number, name: string): Promise<StoredFile | null>
  checkReport(projectId: string, version: number): Promise<CheckReport | null>
  /** The static build below `previewPath`. */
  preview(previewPath: string): Promise<BuildManifest | null>
  /** Path to artifact: the changes of the version, or of the whole project up to it. */
  files(projectId: string, version: number, which: 'version' | 'project'): Promise<Record<string, string> | null>
  /** The newest turns of the project, oldest first, at most `limit`. */
  projectTurns(projectId: string, limit: number): Promise<ProjectTurn[]>
  /** The steps of the agent for a version. */
  transcript(projectId: string, version: number): Promise<TranscriptStep[]>
  turnPage(projectId: string, number: number): Promise<TurnPage | null>
  /** A text that changes whenever the turn's page changes. */
  turnRevision(projectId: string, number: number): Promise<string | null>
  sharing(projectId: string, of: { version: number } | { turn: number }): Promise<Sharing | null>
  /** The number of the project's running turn. */
  runningTurn(projectId: string): Promise<number | null>
}
