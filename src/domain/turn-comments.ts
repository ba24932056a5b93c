import { code, plain } from './markdown.ts'
import { dollars } from './money.ts'
import { withPicturesNamed } from './mentioned-pictures.ts'
import { count, duration } from './words.ts'
import { summaryMarkdown } from './summary.ts'
import { sentenceFor } from './failures.ts'
import type { FailureKind } from './failures.ts'
import type { CheckLine, Receipt, TurnRecord } from './records.ts'

/** What a turn's one comment says, from its place in the queue to its receipt. */

/** The progress comment while a turn runs. */
export function progressComment(turn: {
  prompt: string
  steps: { number: number; thought: string }[]
  seconds: number
  phase: string
  /** One line each. */
  notes?: readonly string[]
}): string {
  const last = turn.steps.at(-1)
  return [
    `### Ollio is working on it`,
    '',
    `> ${plain(withPicturesNamed(turn.prompt))}`,
    '',
    `**${turn.phase}** · ${count(turn.steps.length, 'step')} done · ${duration(turn.seconds)}`,
    ...(last === undefined ? [] : ['', plain(last.thought)]),
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
  notes?: readonly string[]
}): string {
  return [
    `### ${turn.draft ? 'Published as a draft' : 'Done'}: ${plain(turn.name)}, v${turn.version}`,
    '',
    summaryMarkdown(turn.summary),
    '',
    `**Pull request:** #${turn.pullRequest} · **Preview:** [open it in the browser](${turn.previewUrl}) · **Commit:** ${turn.commitSha.slice(0, 7)}`,
    ...(turn.partial ? ['', 'I reached my limit before I was finished; what stands is published as a draft and marked partial.'] : []),
    ...noteLines(turn.notes),
    '',
    checksTable(turn.checks),
    '',
    receiptLine(turn.receipt),
    '',
    `@${turn.author}, to change something, write \`/ollio <what to change>\` on the pull request.`,
  ].join('\n')
}

export function unchangedComment(summary: string, notes?: readonly string[]): string {
  return [
    '### Nothing was changed',
    '',
    summaryMarkdown(summary),
    ...noteLines(notes),
    '',
    'No commit was made, and the credits are back.',
  ].join('\n')
}

type Going = Pick<TurnRecord, 'operation' | 'conversation'> & { project: Pick<TurnRecord['project'], 'pullRequest'> }

/** Said where people wrote under the issue, and may not think of its pull request. */
export function goesOnLine({ operation, conversation, project }: Going): string | null {
  if (operation !== 'refine' || project.pullRequest === null || conversation === project.pullRequest) return null
  return `This issue has an open pull request, #${project.pullRequest}, so I change what is there.`
}

function noteLines(notes: readonly string[] = []): string[] {
  return notes.flatMap((note) => ['', note])
}

/** The progress comment of a turn that waits for others. */
export function waitingComment(turn: { prompt: string; place: number }): string {
  const before = turn.place === 1 ? 'It is the next one.' : `${count(turn.place - 1, 'other turn')} will begin before it.`
  return ['### Waiting for its turn', '', `> ${plain(turn.prompt)}`, '', `**Place ${turn.place}** · ${before}`].join('\n')
}

/** What is said of a turn that was cancelled while it waited. */
export function droppedComment(by: string): string {
  return ['### Cancelled', '', `${code(by)} cancelled this before it began. No credits were taken.`].join('\n')
}

export function cancelledComment(by: string | null): string {
  return [
    '### Cancelled',
    '',
    by === null ? 'The turn was cancelled.' : `${code(by)} cancelled this turn.`,
    '',
    'The branch is as it was before, the sandbox is gone, and the credits are back.',
  ].join('\n')
}

export function failedComment(kind: FailureKind): string {
  return [
    '### This did not work out',
    '',
    sentenceFor(kind),
    '',
    'Nothing was published by this turn, and the credits are back. To try again, write the command once more.',
  ].join('\n')
}

export function checksTable(checks: readonly CheckLine[]): string {
  const sign = { passed: '✅', failed: '❌', warning: '⚠️' }
  return [
    '| Check | | |',
    '| --- | --- | --- |',
    ...checks.map((check) => `| ${check.name} | ${sign[check.outcome]} ${check.outcome} | ${plain(check.detail, 400)} |`),
  ].join('\n')
}

export function receiptLine(receipt: Receipt): string {
  const tokens = (receipt.promptTokens + receipt.completionTokens).toLocaleString('en')
  const money = receipt.dollars === null ? '' : ` (${dollars(receipt.dollars)})`
  return `<sub>${count(receipt.credits, 'credit')} · ${tokens} tokens${money} · ${count(receipt.steps, 'step')} · ${duration(receipt.seconds)} · ${code(receipt.model)}</sub>`
}
