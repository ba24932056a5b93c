import { inlineCode, escapeMarkdown } from './markdown.ts'
import { sentenceFor } from '../shared/failures.ts'
import { COMMANDS, PROMPT_LIMIT } from '../commands/parse-command.ts'
import type { FailureKind } from '../shared/failures.ts'

/** What Ollio answers to a command that starts no turn. A turn's own comment: see turn-comments.ts. */

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

export function emptyRefinementReply(): string {
  return 'Tell me what to change. For example:\n\n```\n/ollio refine highlight the middle tier\n```'
}

export function tooLongReply(): string {
  return `That is longer than the ${PROMPT_LIMIT.toLocaleString('en')} characters that I read. Say the essence in fewer words, and the details in later comments on the pull request.`
}

export function misspeltReply(word: string, suggestion: string): string {
  return `I don’t know the command ${inlineCode(word)}. Did you mean \`/ollio ${suggestion}\`? \`/ollio help\` lists them all.`
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
  return `This turn was begun by ${inlineCode(author)}: only its author, or somebody with admin rights here, may cancel it.`
}

export function unsupportedReply(): string {
  return `${sentenceFor('repository-unsupported')} No credits were taken.`
}

export function invalidConfigReply(problem: string): string {
  return `\`.github/ollio.yml\` can’t be read: ${escapeMarkdown(problem, 300)} No credits were taken; mend it on the default branch and write the command again.`
}

export function noSuchPackageReply(folder: string): string {
  return `${inlineCode(folder)} is no package of this repository that uses React: I look for a folder with a \`package.json\` that declares it, on the default branch. No credits were taken; name another one by \`--package <folder>\`, or in \`.github/ollio.yml\`.`
}

export function severalPackagesReply(packages: readonly string[]): string {
  return [
    'Several packages of this repository use React, and I don’t know which one you mean. No credits were taken. Name it right behind the command, for example:',
    '',
    `\`\`\`\n/ollio generate --package ${packages[0] ?? '<folder>'} a responsive pricing card with three tiers\n\`\`\``,
    '',
    ...packages.map((folder) => `- ${inlineCode(folder)}`),
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
