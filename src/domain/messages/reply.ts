import { assertNever } from '../shared/assert-never.ts'
import type { FailureKind } from '../shared/failures.ts'
import type { LimitScope } from '../credits/hourly-limits.ts'
import { insufficientReply } from './credit-replies.ts'
import { nothingHereReply, unsharedReply } from './project-replies.ts'
import {
  alreadyRestoredReply,
  checksAgainReply,
  deletedReply,
  limitReply,
  noSuchVersionReply,
  nothingToFixReply,
  nothingToRetryReply,
  nothingToSteerReply,
  nothingToUndoReply,
  notYoursToDeleteReply,
  whichVersionReply,
} from './turn-refusals.ts'
import {
  bareOnIssueReply,
  couldNotStartReply,
  emptyPromptReply,
  emptyRefinementReply,
  helpReply,
  invalidConfigReply,
  misspelledReply,
  nothingToCancelReply,
  noSuchPackageReply,
  nothingToRefineReply,
  notYoursToCancelReply,
  queueFullReply,
  tooLateToCancelReply,
  severalPackagesReply,
  tooLongReply,
  unsupportedReply,
} from './command-replies.ts'

/** The reply to a command that starts no turn; small enough for a workflow's history. */
export type Reply = FixedReply | { about: 'status' | 'credits' | 'versions' }

/** Replies that need nothing from the database. */
export type FixedReply =
  | { about: 'help' | 'empty-prompt' | 'empty-wish' | 'too-long' | 'bare-on-issue' | 'nothing-to-refine' | 'unsupported' }
  | { about: 'nothing-to-cancel' | 'too-late-to-cancel' }
  | { about: 'nothing-to-retry' | 'nothing-to-fix' | 'nothing-to-undo' | 'nothing-to-steer' }
  | { about: 'not-yours-to-delete' | 'deleted' | 'nothing-here' }
  | { about: 'no-such-version' | 'already-restored' | 'which-version' }
  | { about: 'checks-again'; version: number }
  | { about: 'unshared'; name: string; pageUrl: string }
  | { about: 'not-yours-to-cancel'; author: string }
  | { about: 'misspelt'; word: string; suggestion: string }
  | { about: 'invalid-config'; problem: string }
  | { about: 'no-such-package'; folder: string }
  | { about: 'several-packages'; packages: string[] }
  | { about: 'insufficient'; cost: number; balance: number; nextRefillAt: string }
  | { about: 'queue-full'; limit: number }
  | { about: 'limit-reached'; scope: LimitScope; limit: number; retryAt: string }
  | { about: 'could-not-start'; failure: FailureKind }

export function fixedReplyText(reply: FixedReply): string {
  switch (reply.about) {
    case 'help':
      return helpReply()
    case 'empty-prompt':
      return emptyPromptReply()
    case 'empty-wish':
      return emptyRefinementReply()
    case 'too-long':
      return tooLongReply()
    case 'bare-on-issue':
      return bareOnIssueReply()
    case 'nothing-to-refine':
      return nothingToRefineReply()
    case 'unsupported':
      return unsupportedReply()
    case 'nothing-to-cancel':
      return nothingToCancelReply()
    case 'too-late-to-cancel':
      return tooLateToCancelReply()
    case 'not-yours-to-cancel':
      return notYoursToCancelReply(reply.author)
    case 'nothing-to-retry':
      return nothingToRetryReply()
    case 'checks-again':
      return checksAgainReply(reply.version)
    case 'nothing-to-fix':
      return nothingToFixReply()
    case 'nothing-to-undo':
      return nothingToUndoReply()
    case 'nothing-to-steer':
      return nothingToSteerReply()
    case 'not-yours-to-delete':
      return notYoursToDeleteReply()
    case 'nothing-here':
      return nothingHereReply()
    case 'unshared':
      return unsharedReply(reply)
    case 'deleted':
      return deletedReply()
    case 'no-such-version':
      return noSuchVersionReply()
    case 'already-restored':
      return alreadyRestoredReply()
    case 'which-version':
      return whichVersionReply()
    case 'invalid-config':
      return invalidConfigReply(reply.problem)
    case 'no-such-package':
      return noSuchPackageReply(reply.folder)
    case 'several-packages':
      return severalPackagesReply(reply.packages)
    case 'misspelt':
      return misspelledReply(reply.word, reply.suggestion)
    case 'insufficient':
      return insufficientReply({ ...reply, nextRefillAt: new Date(reply.nextRefillAt) })
    case 'limit-reached':
      return limitReply(reply.scope, reply.limit, new Date(reply.retryAt))
    case 'queue-full':
      return queueFullReply(reply.limit)
    case 'could-not-start':
      return couldNotStartReply(reply.failure)
    default:
      return assertNever(reply)
  }
}
