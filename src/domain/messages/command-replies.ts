import { inlineCode, escapeMarkdown } from './markdown.ts'
import { sentenceFor } from '../shared/failures.ts'
import { COMMANDS, PROMPT_LIMIT } from '../commands/parse-command.ts'
import type { FailureKind } from '../shared/failures.ts'

/** Replies to commands that start no turn. For a turn's own comment, see turn-comment.ts. */

export function helpReply(): string {
  const rows = Object.values(COMMANDS).map(({ usage, meaning }) => `| \`${usage}\` | ${meaning} |`)
  return [
    '**Ollio** builds React components with this repository’s own design system.',
    '',
    '| Command | What it does |',
    '| --- | --- |',
    ...rows,
  ].join('\n')
}

export function emptyPromptReply(): string {
  return 'Tell Ollio what to build, on the same line as the command or below it. For example:\n\n```\n/ollio generate a responsive pricing card with three tiers\n```'
}

export function emptyRefinementReply(): string {
  return 'Tell Ollio what to change. For example:\n\n```\n/ollio refine highlight the middle tier\n```'
}

export function tooLongReply(): string {
  return `Your prompt is longer than ${PROMPT_LIMIT.toLocaleString('en')} characters, which is the limit. Shorten it, and add details in later comments on the pull request.`
}

export function misspelledReply(word: string, suggestion: string): string {
  return `There is no command ${inlineCode(word)}. Did you mean \`/ollio ${suggestion}\`? \`/ollio help\` lists all commands.`
}

export function bareOnIssueReply(): string {
  return 'Start with a command. For example:\n\n```\n/ollio generate a sign-in form with validation\n```\n\n`/ollio help` lists all commands.'
}

export function nothingToRefineReply(): string {
  return 'There is no Ollio pull request here to change. Comment `/ollio generate <what to build>` on an issue first; `/ollio <what to change>` on the pull request then changes it.'
}

export function nothingToCancelReply(): string {
  return 'No turn is running or waiting, so there is nothing to cancel.'
}

export function tooLateToCancelReply(): string {
  return 'It is too late to cancel this turn: it is already being published. `/ollio undo` takes its version back afterwards.'
}

export function notYoursToCancelReply(author: string): string {
  return `${inlineCode(author)} asked for this turn. Only they or a repository admin can cancel it.`
}

export function unsupportedReply(): string {
  return `${sentenceFor('repository-unsupported')} No credits were taken.`
}

export function invalidConfigReply(problem: string): string {
  return `\`.github/ollio.yml\` is not valid: ${escapeMarkdown(problem, 300)} No credits were taken. Fix the file on the default branch, then post the command again.`
}

export function noSuchPackageReply(folder: string): string {
  return `${inlineCode(folder)} is not a package of this repository that uses React. Ollio needs a folder with a \`package.json\` on the default branch that depends on React. No credits were taken. Name another folder with \`--package <folder>\`, or set \`package\` in \`.github/ollio.yml\`.`
}

export function severalPackagesReply(packages: readonly string[]): string {
  return [
    'Several packages of this repository use React, and Ollio can’t tell which one you mean. No credits were taken. Name the package right after the command, for example:',
    '',
    `\`\`\`\n/ollio generate --package ${packages[0] ?? '<folder>'} a responsive pricing card with three tiers\n\`\`\``,
    '',
    ...packages.map((folder) => `- ${inlineCode(folder)}`),
    '',
    'To set a default for everybody, add the line `package: <folder>` to `.github/ollio.yml`.',
  ].join('\n')
}

export function queueFullReply(limit: number): string {
  return `${limit} requests are already waiting here, which is the limit. Post the command again when some of them have run.`
}

export function couldNotStartReply(kind: FailureKind): string {
  return `${sentenceFor(kind)} Nothing was started and no credits were taken. Post the command again in a few minutes.`
}
