import { assertNever } from '../shared/assert-never.ts'
import type { LimitScope } from '../credits/hourly-limits.ts'
import { formatCount } from './format.ts'

/** Replies to commands whose turn can't start. */

export function nothingToRetryReply(): string {
  return 'There is nothing to retry: the last turn here neither failed nor was cancelled. To change something, comment `/ollio <what to change>`.'
}

export function checksAgainReply(version: number): string {
  return `The checks of v${version} run again, at no cost. The pull request and the progress comment show the result.`
}

export function nothingToFixReply(): string {
  return 'None of your checks failed on the latest commit. If a check is still running, comment `/ollio fix` again when it has finished.'
}

export function nothingToUndoReply(): string {
  return 'There is no earlier version to go back to. `/ollio versions` lists all versions. To drop everything, close the pull request.'
}

export function nothingToSteerReply(): string {
  return 'No turn is running, so there is nothing to steer. Comment `/ollio <what to change>` on the pull request to start one.'
}

export function noSuchVersionReply(): string {
  return 'This version does not exist. `/ollio versions` lists all versions.'
}

export function alreadyRestoredReply(): string {
  return 'This is already the newest version, so there is nothing to restore.'
}

export function whichVersionReply(): string {
  return 'Name the version to restore, for example `/ollio restore v2`. `/ollio versions` lists all versions.'
}

export function notYoursToDeleteReply(): string {
  return 'Only people with the maintain or admin role in this repository can delete a project’s data.'
}

export function deletedReply(): string {
  return 'Deleted: everything that Ollio stored for this project, with its files, pictures and previews. Their links no longer work. What the project cost stays in the ledger. The branch and the pull request are yours; they were not changed.'
}

/** Each person gets this reply once, until the limit has room again. */
export function limitReply(scope: LimitScope, limit: number, retryAt: Date): string {
  const at = `${retryAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`
  return `The limit of ${formatCount(limit, 'turn')} an hour for ${whose(scope)} is reached. Nothing was started and no credits were taken. Post the command again after ${at}; until then Ollio only reacts to commands with 😕.`
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
