import type { LineNote } from '../commands/line-notes.ts'
import type { CommandKind, Person, RepositoryRef } from '../commands/command-message.ts'
import type { FailureKind } from '../shared/failures.ts'
import type { Observation, ParsedToolCall } from '../agent/agent-protocol.ts'

/** What a turn does. The last two need no model and cost nothing. */
export type Operation = 'generate' | 'refine' | 'restore' | 'rebase'

type ProjectStatus = 'GENERATING' | 'COMPLETED' | 'FAILED' | 'CANCELLED'
export type TurnState = 'RUNNING' | 'PUBLISHED' | 'PARTIAL' | 'UNCHANGED' | 'FAILED' | 'CANCELLED'

/** Path to SHA-256, or `null` where the path is removed. */
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
  /** The package that its components are built in; '' for the repository's root. */
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
  /** The version whose state it brings back. */
  restores: number | null
  state: TurnState
  credits: number
  /** The issue or pull request that the progress comment lives on. */
  commentsOn: number
  author: Person
  /** The user's own words. */
  prompt: string
  /** What the prompt is about, line by line. */
  notes: LineNote[]
  /** What the repository's checks say of the commit that it has to mend. */
  failedChecks: string | null
  previewPath: string
  progressCommentId: number | null
  openedAt: Date
  /** Why it failed or was cancelled. */
  failure: FailureKind | null
  /** The merge commit by which it brought the base in. */
  mergeCommit: string | null
  /** Files in which it collided with what people did. */
  conflicts: string[]
  project: ProjectRecord
  base: TurnBase | null
}

/** What a turn's work began from, and what the model is told of it. Artifact keys. */
export type TurnBase = {
  sha: string
  /** Gzipped tar of the repository. */
  archive: string
  /** JSON of path to SHA-256. */
  tree: string
  /** JSON of the first messages. */
  prompt: string
  /** JSON of what is published, where no step made it as it is: see `Merged`. */
  merged?: string | null
}

/** What a turn publishes that no step of its agent made: a version's state brought back, or its work on top of what people pushed. */
export type StagedChanges = {
  /** With the preview's source. */
  manifest: Changes
  leftOut: string[]
  /** `null`: the agent's own. */
  summary: string | null
}

/** A picture that somebody sent with a command: an artifact's key. */
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
  /** Artifact of all the messages of this call, where older ones were shortened for it; later calls begin with them. */
  prefix: string | null
  /** True where the answer was cut at the model's length limit. */
  cut: boolean
  /** True where the model can't see, so that this call went without its pictures. */
  withoutPictures: boolean
  finished: boolean
}

type CheckOutcome = 'passed' | 'failed' | 'warning'
/** A finding at its place; lines are counted from 1. */
export type Annotation = { path: string; line: number; level: 'failure' | 'warning'; message: string }
/** How much of one file a version changed, in lines. `lines`: what the file has afterwards; `before`: the artifact of what it was. */
export type FileEdit = { path: string; added: number; removed: number; lines: number; before?: string | undefined }
/** What a version uses of the repository's design system, by name. */
export type DesignUse = { components: string[]; tokens: string[] }
/** One line of what was checked, as the pull request shows it, with what it rests on. */
export type CheckLine = {
  name: string
  outcome: CheckOutcome
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
  /** Width in px to artifact. */
  pictures: Record<string, string>
  draft: boolean
  previewPath: string
}

/** What a turn used, for its receipt. */
export type Receipt = {
  credits: number
  promptTokens: number
  completionTokens: number
  seconds: number
  steps: number
  model: string
  /** What the tokens cost at the prices of today, in US dollars; `null` where no price is set. */
  dollars: number | null
}

export type EndedTurn = { state: 'UNCHANGED'; summary: string } | { state: 'FAILED' | 'CANCELLED'; failure: FailureKind; summary: string }
