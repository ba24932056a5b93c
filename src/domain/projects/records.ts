import type { Cause } from '../checks/measured.ts'
import type { LineNote } from '../commands/line-notes.ts'
import type { CommandKind, Person, RepositoryRef } from '../commands/command-message.ts'
import type { FailureKind } from '../shared/failures.ts'
import type { Observation, ParsedToolCall } from '../agent/agent-protocol.ts'

/** What a turn does. The last two use no model and cost no credits. */
export type Operation = 'generate' | 'refine' | 'restore' | 'rebase'

type ProjectStatus = 'GENERATING' | 'COMPLETED' | 'FAILED' | 'CANCELLED'
export type TurnState = 'RUNNING' | 'PUBLISHED' | 'PARTIAL' | 'UNCHANGED' | 'FAILED' | 'CANCELLED'

/** Path to SHA-256, or `null` if the file is deleted. */
export type Changes = Record<string, string | null>

export type ProjectRecord = {
  id: string
  repository: RepositoryRef
  issue: number
  ordinal: number
  name: string
  status: ProjectStatus
  branch: string
  baseBranch: string
  /** The folder of the package that the components are built in; '' is the repository's root. */
  packageFolder: string
  pullRequest: number | null
  ended: boolean
}

export type TurnRecord = {
  id: string
  key: string
  kind: CommandKind
  /** GitHub's id of the command. */
  commandId: number
  number: number
  operation: Operation
  /** The number of the version that the turn restores. */
  restores: number | null
  state: TurnState
  credits: number
  /** The issue or pull request that has the progress comment. */
  commentsOn: number
  author: Person
  /** What the user wants, as written. */
  prompt: string
  /** The lines of code that the prompt is about. */
  notes: LineNote[]
  /** What the repository's checks report for the commit that this turn fixes. */
  failedChecks: string | null
  previewPath: string
  progressCommentId: number | null
  openedAt: Date
  /** Why it failed or was cancelled. */
  failure: FailureKind | null
  /** The merge commit that brought in the base branch. */
  mergeCommit: string | null
  /** Files that conflict with other people's changes. */
  conflicts: string[]
  project: ProjectRecord
  base: TurnBase | null
}

/** What a turn starts from, and what the model is told about it. All but `sha` are artifact keys. */
export type TurnBase = {
  sha: string
  /** Gzipped tar of the repository. */
  archive: string
  /** JSON of path to SHA-256. */
  tree: string
  /** JSON of what later activities need of the turn's start: see `TurnStart`. */
  prompt: string
  /** JSON of the changes to publish if they differ from those of the last step: see `StagedChanges`. */
  merged?: string | null
}

/** A picture that was attached to a command. `key`: its artifact. */
export type TurnPicture = { key: string; mediaType: string }

export type StepRecord = {
  number: number
  answer: string
  thought: string
  toolCalls: ParsedToolCall[]
  observations: Observation[]
  changes: Changes
  model: string
  promptTokens: number
  completionTokens: number
  modelMs: number
  /** Artifact with all messages of this model call, set if older messages were shortened for it; later calls start with them. */
  prefix: string | null
  /** True if the server cut the answer off at the model's length limit. */
  cut: boolean
  /** True if the model doesn't support pictures, so that this call was made without them. */
  withoutPictures: boolean
  finished: boolean
}

/** A finding at a line of a file; lines are counted from 1. */
export type Annotation = { path: string; line: number; level: 'failure' | 'warning'; message: string }
/**
 * How many lines of a file a version added and removed. `lines`: the file's length afterwards; `before`: the artifact of its earlier
 * content.
 */
export type FileEdit = { path: string; added: number; removed: number; lines: number; before?: string | undefined }
/** The names of the components and tokens of the repository's design system that a version uses. */
export type DesignUse = { components: string[]; tokens: string[] }
/** How one check ended. `detail`: what was measured, or why it was not. A required check that was not run makes the version a draft. */
export type CheckOutcome =
  | { outcome: 'passed' | 'failed' | 'warning' }
  | { outcome: 'not run'; notRun: { cause: Cause; required: boolean } }
/** The result of one check as the pull request shows it, with its evidence. */
export type CheckLine = CheckOutcome & {
  name: string
  detail: string
  annotations?: Annotation[] | undefined
  edits?: FileEdit[] | undefined
  design?: DesignUse | undefined
}

export type BuildManifest = Record<string, { artifact: string; contentType: string }>

export type VersionRecord = {
  id: string
  projectId: string
  turnId: string
  number: number
  state: 'PREPARED' | 'PUBLISHED'
  summary: string
  commitSha: string | null
  files: Changes
  build: BuildManifest
  checks: CheckLine[]
  /** Picture name (its width in px, see picture-name.ts) to artifact. */
  pictures: Record<string, string>
  draft: boolean
  previewPath: string
  /** When its checks run again, because a required one was not run; `null`: never. */
  recheckAt: Date | null
  /** How often they did. */
  rechecks: number
}

/** What a turn used. */
export type Receipt = {
  credits: number
  promptTokens: number
  completionTokens: number
  seconds: number
  steps: number
  model: string
  /** The cost of the tokens at today's prices, in US dollars; `null` if no price is set. */
  dollars: number | null
}

export type EndedTurn = { state: 'UNCHANGED'; summary: string } | { state: 'FAILED' | 'CANCELLED'; failure: FailureKind; summary: string }
