import type { ToolCallLine } from '#src/domain/agent/tool-call-line.ts'
import type { RepositoryRef } from '#src/domain/commands/command-message.ts'
import type { CheckReport } from '#src/domain/checks/check-report.ts'
import type { FailureKind } from '#src/domain/shared/failures.ts'
import type { BuildManifest, CheckLine, Receipt, TurnState } from '#src/domain/projects/records.ts'
import type { TurnPhase } from '#src/domain/projects/turn-phase.ts'

/** Whose a page is, and whether its link alone is good no more. */
type Sharing = { repository: RepositoryRef; isWithdrawn: boolean }

/** What became of a version's live page: withdrawn with its links, or reduced to pictures since its project ended long ago. */
type LiveState = 'kept' | 'withdrawn' | 'reduced'

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
  /** Paths that it took away. */
  removed: string[]
  checks: CheckLine[]
  /** Names of its pictures, by width. */
  pictures: string[]
  receipt: Receipt
}

/** `before`: what the file was before this version; an artifact, a text, or `null` where it is new, or nobody knows. */
export type VersionFile = { path: string; content: string; before: { artifact: string } | { text: string } | null }

export type StoredFile = { artifact: string; contentType: string }

/** One exchange of a conversation. `version`: what it published. */
export type ConversationTurn = {
  number: number
  author: string
  prompt: string
  at: Date
  state: TurnState
  failure: FailureKind | null
  version: number | null
  summary: string
}

/** One step of the agent, for people. */
export type TranscriptStep = {
  number: number
  thought: string
  model: string
  promptTokens: number
  completionTokens: number
  modelMs: number
  toolCalls: ToolCallLine[]
}

/** What one turn is doing, or did. */
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
  /** What it published. */
  version: number | null
  summary: string
  openedAt: Date
  endedAt: Date | null
  credits: number
  steps: TranscriptStep[]
}

/** What the pages read. `null` for what isn't there, or isn't published. */
export interface VersionReader {
  versionPage(projectId: string, version: number): Promise<VersionPage | null>
  picture(projectId: string, version: number, name: string): Promise<StoredFile | null>
  checkReport(projectId: string, version: number): Promise<CheckReport | null>
  /** The static build below `previewPath`: path to artifact. */
  preview(previewPath: string): Promise<BuildManifest | null>
  /** Path to artifact: what the version changed, or all that the project had changed by then. */
  files(projectId: string, version: number, which: 'version' | 'project'): Promise<Record<string, string> | null>
  /** The project's turns, the oldest first, at most so many of the newest. */
  conversation(projectId: string, limit: number): Promise<ConversationTurn[]>
  /** What the agent did for a version. */
  transcript(projectId: string, version: number): Promise<TranscriptStep[]>
  turnPage(projectId: string, number: number): Promise<TurnPage | null>
  /** Another text whenever something of the turn's page changed. */
  turnRevision(projectId: string, number: number): Promise<string | null>
  sharing(projectId: string, of: { version: number } | { turn: number }): Promise<Sharing | null>
  /** The project's turn that runs. */
  runningTurn(projectId: string): Promise<number | null>
}
