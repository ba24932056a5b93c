import { inlineCode, escapeMarkdown } from './markdown.ts'
import { dollars } from '../credits/money.ts'
import { markPictures } from '../agent/prompt-pictures.ts'
import { formatCount, formatDuration } from './format.ts'
import { summaryMarkdown } from './summary-markdown.ts'
import { sentenceFor } from '../shared/failures.ts'
import type { FailureKind } from '../shared/failures.ts'
import type { CheckLine, Operation, Receipt, TurnRecord } from '../projects/records.ts'

/** What a turn's one comment says, from its place in the queue to its receipt. */

/** Files that are listed. */
const NAMED = 20

/** The progress comment while a turn runs. */
export function progressComment(turn: {
  prompt: string
  steps: { number: number; thought: string }[]
  seconds: number
  phase: string
  /** The page that follows it. */
  liveUrl: string
  /** One line each. */
  notes?: readonly string[]
}): string {
  const last = turn.steps.at(-1)
  return [
    `### Ollio is working on it`,
    '',
    `> ${escapeMarkdown(markPictures(turn.prompt))}`,
    '',
    `**${turn.phase}** · ${formatCount(turn.steps.length, 'step')} done · ${formatDuration(turn.seconds)} · [watch it live](${turn.liveUrl})`,
    ...(last === undefined ? [] : ['', escapeMarkdown(last.thought)]),
    ...noteLines(turn.notes),
  ].join('\n')
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
    `### ${turn.draft ? 'Published as a draft' : 'Done'}: ${escapeMarkdown(turn.name)}, v${turn.version}`,
    '',
    summaryMarkdown(turn.summary),
    '',
    `**Pull request:** #${turn.pullRequest} · **Preview:** [open it in the browser](${turn.previewUrl}) · **Commit:** ${turn.commitSha.slice(0, 7)}`,
    ...(turn.partial
      ? [
          '',
          'I reached my limit before I was finished; what stands is published as a draft and marked partial. Half of the credits are back.',
        ]
      : []),
    ...noteLines([...failedChecksLine(turn.failedChecks ?? []), ...(turn.notes ?? [])]),
    '',
    checksTable(turn.checks),
    '',
    receiptLine(turn.receipt),
    '',
    `@${turn.author}, to change something, write \`/ollio <what to change>\` on the pull request.`,
  ].join('\n')
}

function failedChecksLine(names: readonly string[]): string[] {
  if (names.length === 0) return []
  const named = names.slice(0, NAMED).map((name) => inlineCode(name))
  return [`❌ **The repository’s own checks found something:** ${named.join(', ')}. \`/ollio fix\` takes it on.`]
}

export function unchangedComment(turn: { summary: string; credits: number; notes?: readonly string[] }): string {
  const back = turn.credits === 0 ? 'No commit was made.' : 'No commit was made, and the credits are back.'
  return ['### Nothing was changed', '', summaryMarkdown(turn.summary), ...noteLines(turn.notes), '', back].join('\n')
}

/** What is said where a turn found nothing to do, and no agent says why. */
export function unchangedReason(operation: Operation, baseBranch: string): string {
  switch (operation) {
    case 'restore':
      return 'The branch is in that state already.'
    case 'rebase':
      return `${baseBranch} is in the branch already.`
    default:
      return 'The agent found nothing to change.'
  }
}

type Going = Pick<TurnRecord, 'operation' | 'commentsOn'> & { project: Pick<TurnRecord['project'], 'pullRequest'> }

/** Said once a month at each share of the allowance. */
export function allowanceLine(share: number): string {
  return share >= 100
    ? '⚠️ This month’s allowance of credits is used up. `/ollio credits` says what is left of top-ups, and when the refill comes.'
    : `⚠️ ${share} % of this month’s allowance of credits are used. \`/ollio credits\` says what is left, and when the refill comes.`
}

/** Said where words for the turn came when there was no stopping it any more. */
export function unusedInstructionsLine(authors: readonly string[]): string | null {
  if (authors.length === 0) return null
  return `What ${[...new Set(authors)].map(inlineCode).join(' and ')} wrote by \`/ollio steer\` came too late for this turn; \`/ollio <what to change>\` on the pull request begins another one.`
}

/** Said where people wrote under the issue, and may not think of its pull request. */
export function continuesOnLine({ operation, commentsOn, project }: Going): string | null {
  if (operation !== 'refine' || project.pullRequest === null || commentsOn === project.pullRequest) return null
  return `This issue has an open pull request, #${project.pullRequest}, so I change what is there.`
}

function noteLines(notes: readonly string[] = []): string[] {
  return notes.flatMap((note) => ['', note])
}

/** The progress comment of a turn that waits for others. */
export function queuedComment(turn: { prompt: string; place: number }): string {
  const before = turn.place === 1 ? 'It is the next one.' : `${formatCount(turn.place - 1, 'other turn')} will begin before it.`
  return ['### Waiting for its turn', '', `> ${escapeMarkdown(turn.prompt)}`, '', `**Place ${turn.place}** · ${before}`].join('\n')
}

/** What is said of a turn that was cancelled while it waited. */
export function removedFromQueueComment(by: string): string {
  return ['### Cancelled', '', `${inlineCode(by)} cancelled this before it began. No credits were taken.`].join('\n')
}

/** `credits`: what had been taken for it. `stepsUrl`: where what was done until then can be read. */
export function cancelledComment(by: string | null, credits: number, stepsUrl: string): string {
  return [
    '### Cancelled',
    '',
    by === null ? 'The turn was cancelled.' : `${inlineCode(by)} cancelled this turn.`,
    '',
    `The branch is as it was before, the sandbox is gone${credits === 0 ? '' : ', and the credits are back'}. \`/ollio retry\` begins it anew. [What I did until then](${stepsUrl})`,
  ].join('\n')
}

/** `conflicts`: files in which it collided with what people did. `mergeCommit`: what stays on the branch all the same. */
export function failedComment(turn: {
  kind: FailureKind
  credits: number
  conflicts: readonly string[]
  mergeCommit: string | null
  /** Where what was done until then can be read. */
  stepsUrl: string
}): string {
  const { kind, credits, conflicts, mergeCommit, stepsUrl } = turn
  return [
    '### This did not work out',
    '',
    sentenceFor(kind),
    ...(conflicts.length === 0 ? [] : ['', ...conflicts.slice(0, NAMED).map((path) => `- ${inlineCode(path)}`)]),
    ...(conflicts.length > NAMED ? [`- and ${conflicts.length - NAMED} more`] : []),
    '',
    mergeCommit === null
      ? `Nothing was published by this turn${credits === 0 ? '' : ', and the credits are back'}. \`/ollio retry\` tries it again.`
      : `The merge commit ${mergeCommit.slice(0, 7)} is on the branch and stays there; what failed is my check of what came of it.`,
    '',
    `[What I did until then](${stepsUrl})`,
  ].join('\n')
}

export function checksTable(checks: readonly CheckLine[]): string {
  const sign = { passed: '✅', failed: '❌', warning: '⚠️' }
  return [
    '| Check | | |',
    '| --- | --- | --- |',
    ...checks.map((check) => `| ${check.name} | ${sign[check.outcome]} ${check.outcome} | ${escapeMarkdown(check.detail, 400)} |`),
  ].join('\n')
}

export function receiptLine(receipt: Receipt): string {
  // Where no model was asked there is nothing to say of one.
  if (receipt.steps === 0) return `<sub>${formatCount(receipt.credits, 'credit')} · ${formatDuration(receipt.seconds)}</sub>`
  const tokens = (receipt.promptTokens + receipt.completionTokens).toLocaleString('en')
  const money = receipt.dollars === null ? '' : ` (${dollars(receipt.dollars)})`
  return `<sub>${formatCount(receipt.credits, 'credit')} · ${tokens} tokens${money} · ${formatCount(receipt.steps, 'step')} · ${formatDuration(receipt.seconds)} · ${inlineCode(receipt.model)}</sub>`
}
