import { assertNever } from '../shared/assert-never.ts'
import type { LimitScope } from '../credits/hourly-limits.ts'
import { formatCount } from './format.ts'

/** What is said to commands whose turn does not come about. */

export function nothingToRetryReply(): string {
  return 'There is nothing to repeat: the last turn here did not fail, and nobody cancelled it. To change something, write `/ollio <what to change>`.'
}

export function nothingToFixReply(): string {
  return 'No check of this repository’s own says that something is wrong with the last commit of this branch. If one is still running, write `/ollio fix` when it is done.'
}

export function nothingToUndoReply(): string {
  return 'There is no version before this one to go back to. `/ollio versions` lists what there is; closing the pull request drops it all.'
}

export function nothingToSteerReply(): string {
  return 'Nothing is running here that could hear this. `/ollio <what to change>` on the pull request begins a turn.'
}

export function noSuchVersionReply(): string {
  return 'There is no such version here. `/ollio versions` lists what there is.'
}

export function alreadyRestoredReply(): string {
  return 'That is the newest version: there is nothing to bring back.'
}

export function whichVersionReply(): string {
  return 'Say which version, for example `/ollio restore v2`. `/ollio versions` lists what there is.'
}

export function notYoursToDeleteReply(): string {
  return 'Only somebody who maintains this repository may delete what I keep of it.'
}

export function deletedReply(): string {
  return 'Deleted: everything that I kept of this conversation, with its files, pictures and previews; their links lead nowhere now. What it cost stays in the ledger. The branch and the pull request are yours, and are as they were.'
}

/** Said once to each person, until there is room again. */
export function limitReply(scope: LimitScope, limit: number, retryAt: Date): string {
  const at = `${retryAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`
  return `${formatCount(limit, 'turn')} in an hour is the limit for ${whose(scope)}, and it is reached. Nothing was started, and no credits were taken. There is room again from ${at}; until then I only react to commands with 😕.`
}

function whose(scope: LimitScope): string {
  switch (scope) {
    case 'user':
      return 'one person'
    case 'repository':
      return 'one repository'
    case 'installation':
      return 'one account'
    default:
      return assertNever(scope)
  }
}
