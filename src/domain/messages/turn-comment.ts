import { checksTable, notRunLine, receiptLine } from './check-texts.ts'
import { inlineCode, escapeMarkdown } from './markdown.ts'
import { markPictures } from '../agent/prompt-pictures.ts'
import { formatCount, formatDuration } from './format.ts'
import { summaryMarkdown } from './summary-markdown.ts'
import { quoteCommand } from './command-quote.ts'
import { sentenceFor, titleFor } from '../shared/failures.ts'
import type { TurnCommand } from '../commands/command-message.ts'
import type { FailureKind } from '../shared/failures.ts'
import type { CheckLine, Operation, Receipt, TurnRecord } from '../projects/records.ts'

/** The texts of a turn's one comment, in each of its states. */

/** Longest list of files or checks. */
const NAMED = 20

/** The progress comment while a turn runs. */
export function progressComment(turn: {
  prompt: string
  steps: { number: number; thought: string }[]
  seconds: number
  phase: string
  operation: Operation
  /** The page that follows the turn. */
  liveUrl: string
  /** One line each. */
  notes?: readonly string[]
}): string {
  const last = turn.steps.at(-1)
  return [
    '### Working on it',
    '',
    `> ${escapeMarkdown(markPictures(turn.prompt))}`,
    '',
    `**${turn.phase}** · ${formatDuration(turn.seconds)} · ${formatCount(turn.steps.length, 'step')} · [watch live](${turn.liveUrl})`,
    ...(last === undefined ? [] : ['', escapeMarkdown(last.thought)]),
    ...noteLines(turn.notes),
    '',
    `<sub>${needsNoModel(turn.operation) ? '' : '`/ollio steer <instruction>` adds to it · '}\`/ollio cancel\` stops it</sub>`,
  ].join('\n')
}

function needsNoModel(operation: Operation): boolean {
  return operation === 'restore' || operation === 'rebase'
}

export function publishedComment(turn: {
  version: number
  name: string
  summary: string
  pullRequest: number
  commitSha: string
  previewUrl: string
  draft: boolean
  partial: boolean
  checks: CheckLine[]
  receipt: Receipt
  author: string
  /** The repository's own checks that failed. */
  failedChecks?: readonly string[]
  notes?: readonly string[]
}): string {
  return [
    `### v${turn.version} is ${turn.draft ? 'a draft' : 'ready'}: ${escapeMarkdown(turn.name)}`,
    '',
    summaryMarkdown(turn.summary),
    '',
    `Pull request #${turn.pullRequest} · [Preview](${turn.previewUrl}) · commit ${turn.commitSha.slice(0, 7)}`,
    ...(turn.partial
      ? [
          '',
          'The turn reached its limit before it was finished. The result so far is published as a draft and marked as partial. Half of the credits were returned.',
        ]
      : []),
    ...noteLines([...notRunLine(turn.checks), ...failedChecksLine(turn.failedChecks ?? []), ...(turn.notes ?? [])]),
    '',
    checksTable(turn.checks),
    '',
    receiptLine(turn.receipt),
    '',
    `@${turn.author}, comment \`/ollio <what to change>\` on the pull request to change something.`,
  ].join('\n')
}

function failedChecksLine(names: readonly string[]): string[] {
  if (names.length === 0) return []
  const named = names.slice(0, NAMED).map((name) => inlineCode(name))
  return [`❌ **Your checks failed:** ${named.join(', ')}. Comment \`/ollio fix\` to have them fixed.`]
}

export function unchangedComment(turn: { summary: string; credits: number; notes?: readonly string[] }): string {
  const end = turn.credits === 0 ? 'No commit was made.' : `No commit was made and ${creditsReturned(turn.credits)}.`
  return ['### Nothing to change', '', summaryMarkdown(turn.summary), ...noteLines(turn.notes), '', end].join('\n')
}

function creditsReturned(credits: number): string {
  return credits === 1 ? 'the credit was returned' : `the ${credits} credits were returned`
}

/** Why a turn changed nothing, if no agent says so. */
export function unchangedReason(operation: Operation, baseBranch: string): string {
  switch (operation) {
    case 'restore':
      return 'The branch already has this state.'
    case 'rebase':
      return `The branch already contains ${baseBranch}.`
    default:
      return 'The agent found nothing to change.'
  }
}

type TurnOrigin = Pick<TurnRecord, 'operation' | 'commentsOn'> & { project: Pick<TurnRecord['project'], 'pullRequest'> }

/** Shown once a month for each share of the allowance, in percent. */
export function allowanceLine(share: number): string {
  return share >= 100
    ? '⚠️ This month’s allowance of credits is used up. `/ollio credits` shows remaining top-ups and the next refill.'
    : `⚠️ ${share}% of this month’s allowance of credits is used. \`/ollio credits\` shows the balance and the next refill.`
}

/** Shown if instructions arrived when the turn could no longer use them. */
export function unusedInstructionsLine(authors: readonly string[]): string | null {
  if (authors.length === 0) return null
  return `Instructions from ${[...new Set(authors)].map(inlineCode).join(' and ')} arrived too late for this turn. Comment \`/ollio <what to change>\` on the pull request to start another turn.`
}

/** Shown to people who comment on the issue and may not know that its pull request is changed. */
export function continuesOnLine({ operation, commentsOn, project }: TurnOrigin): string | null {
  if (operation !== 'refine' || project.pullRequest === null || commentsOn === project.pullRequest) return null
  return `This issue already has an open pull request, #${project.pullRequest}, so this turn changes that one.`
}

function noteLines(notes: readonly string[] = []): string[] {
  return notes.flatMap((note) => ['', note])
}

/** The comment of a turn that waits for others of its project. `position`: from 1. */
export function queuedComment(message: TurnCommand, position: number): string {
  const before =
    position === 1 ? 'It runs next.' : `${formatCount(position - 1, 'other request')} ${position === 2 ? 'runs' : 'run'} first.`
  return [
    '### In the queue',
    '',
    quoteCommand(message),
    '',
    `**Position ${position}.** ${before} It starts by itself. No credits have been taken yet. \`/ollio cancel all\` removes it, along with your other turns here.`,
  ].join('\n')
}

/** The comment of a turn that was cancelled while it waited. */
export function removedFromQueueComment(message: TurnCommand, by: string): string {
  return [`### Cancelled by ${inlineCode(by)}`, '', quoteCommand(message), '', 'It had not started, and no credits were taken.'].join('\n')
}

/** `credits`: what the turn had cost. `stepsUrl`: the page with its steps so far. */
export function cancelledComment(by: string | null, credits: number, stepsUrl: string): string {
  return [
    `### Cancelled${by === null ? '' : ` by ${inlineCode(by)}`}`,
    '',
    `The branch is as it was${credits === 0 ? '' : ` and ${creditsReturned(credits)}`}. \`/ollio retry\` starts again. [Steps so far](${stepsUrl})`,
  ].join('\n')
}

/** `conflicts`: files with conflicting changes. `mergeCommit`: a commit that stays on the branch although the turn failed. */
export function failedComment(turn: {
  kind: FailureKind
  credits: number
  conflicts: readonly string[]
  mergeCommit: string | null
  /** The page with the steps so far. */
  stepsUrl: string
}): string {
  const { kind, credits, conflicts, mergeCommit, stepsUrl } = turn
  const end =
    mergeCommit === null
      ? `Nothing was published${credits === 0 ? '' : ` and ${creditsReturned(credits)}`}. \`/ollio retry\` tries again.`
      : `The merge commit ${mergeCommit.slice(0, 7)} is on the branch and stays there; only the check of the result failed.`
  return [
    `### Failed: ${titleFor(kind)}`,
    '',
    sentenceFor(kind),
    ...(conflicts.length === 0
      ? []
      : ['', 'Files with conflicts:', '', ...conflicts.slice(0, NAMED).map((path) => `- ${inlineCode(path)}`)]),
    ...(conflicts.length > NAMED ? [`- and ${conflicts.length - NAMED} more`] : []),
    '',
    `${end} [Steps so far](${stepsUrl})`,
  ].join('\n')
}
