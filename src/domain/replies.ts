import { COMMANDS, PROMPT_LIMIT } from './commands.ts'
import { code, plain } from './markdown.ts'
import { dollars } from './money.ts'
import { withPicturesNamed } from './mentioned-pictures.ts'
import { count, duration, day } from './words.ts'
import { summaryMarkdown } from './summary.ts'
import { sentenceFor } from './failures.ts'
import type { FailureKind } from './failures.ts'
import type { CheckLine, Receipt } from './records.ts'

/** Every comment that Ollio writes outside of a turn's progress. Pull requests: see pull-request-text.ts. */

export function helpReply(): string {
  const rows = Object.values(COMMANDS).map(({ usage, meaning }) => `| \`${usage}\` | ${meaning} |`)
  return [
    '**Ollio** builds React components in this repository’s own design system.',
    '',
    '| Write | and it |',
    '| --- | --- |',
    ...rows,
  ].join('\n')
}

export function emptyPromptReply(): string {
  return 'Tell me what to build, on the same line or below it. For example:\n\n```\n/ollio generate a responsive pricing card with three tiers\n```'
}

export function emptyWishReply(): string {
  return 'Tell me what to change. For example:\n\n```\n/ollio refine highlight the middle tier\n```'
}

export function tooLongReply(): string {
  return `That is longer than the ${PROMPT_LIMIT.toLocaleString('en')} characters that I read. Say the essence in fewer words, and the details in later comments on the pull request.`
}

export function misspeltReply(word: string, suggestion: string): string {
  return `I don’t know the command ${code(word)}. Did you mean \`/ollio ${suggestion}\`? \`/ollio help\` lists them all.`
}

export function bareOnIssueReply(): string {
  return 'Begin with what I should do, for example:\n\n```\n/ollio generate a sign-in form with validation\n```\n\n`/ollio help` lists all commands.'
}

export function nothingToRefineReply(): string {
  return 'There is nothing of mine here that I could refine. Write `/ollio generate <what to build>` under an issue; on the pull request that comes of it, `/ollio <what to change>` changes it.'
}

export function nothingToCancelReply(): string {
  return 'Nothing is running or waiting here.'
}

export function tooLateToCancelReply(): string {
  return 'That came too late: the turn is being published already.'
}

export function notYoursToCancelReply(author: string): string {
  return `This turn was begun by ${code(author)}: only its author, or somebody with admin rights here, may cancel it.`
}

export function unsupportedReply(): string {
  return `${sentenceFor('repository-unsupported')} No credits were taken.`
}

export function invalidConfigReply(problem: string): string {
  return `\`.github/ollio.yml\` can’t be read: ${plain(problem, 300)} No credits were taken; mend it on the default branch and write the command again.`
}

export function noSuchPackageReply(folder: string): string {
  return `${code(folder)} is no package of this repository that uses React: I look for a folder with a \`package.json\` that declares it, on the default branch. No credits were taken; name another one by \`--package <folder>\`, or in \`.github/ollio.yml\`.`
}

export function severalPackagesReply(packages: readonly string[]): string {
  return [
    'Several packages of this repository use React, and I don’t know which one you mean. No credits were taken. Name it right behind the command, for example:',
    '',
    `\`\`\`\n/ollio generate --package ${packages[0] ?? '<folder>'} a responsive pricing card with three tiers\n\`\`\``,
    '',
    ...packages.map((folder) => `- ${code(folder)}`),
    '',
    'A line `package: <folder>` in `.github/ollio.yml` decides it for everybody.',
  ].join('\n')
}

export function queueFullReply(limit: number): string {
  return `There are ${limit} turns waiting here already. Write this again when some of them are done.`
}

export function couldNotStartReply(kind: FailureKind): string {
  return `${sentenceFor(kind)} Nothing was started, and no credits were taken. Write the command once more in a while.`
}

export function insufficientReply(numbers: { cost: number; balance: number; nextRefillAt: Date }): string {
  return `This would cost ${count(numbers.cost, 'credit')}, and the repository has ${numbers.balance} left. Nothing was started. The next refill comes on ${day(numbers.nextRefillAt)}; whoever operates this Ollio can add more before.`
}

export function creditsReply(
  summary: {
    balance: number
    monthlyAllowance: number
    nextRefillAt: Date
    entries: { at: Date; operation: string; credits: number; balanceAfter: number; actor: string }[]
  } | null,
  allowance: number,
): string {
  if (summary === null) return `This repository has not used Ollio yet; it starts with ${allowance} credits a month.`
  const rows = summary.entries.map(
    (entry) =>
      `| ${day(entry.at)} | ${entry.operation} | ${entry.credits > 0 ? '+' : ''}${entry.credits} | ${entry.balanceAfter} | ${code(entry.actor)} |`,
  )
  return [
    `**${summary.balance}** credits left of ${summary.monthlyAllowance} a month; the next refill comes on ${day(summary.nextRefillAt)}.`,
    '',
    '| Day | What | Credits | Balance | Who |',
    '| --- | --- | ---: | ---: | --- |',
    ...rows,
  ].join('\n')
}

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
