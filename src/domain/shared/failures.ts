import { assertNever } from './assert-never.ts'

/**
 * Everything that can go wrong, as one closed union. Adapters map their vendor's errors to it once;
 * `adapters` and `activities` throw nothing else on purpose.
 */
export const FAILURE_KINDS = [
  'artifact-missing',
  'branch-collided',
  'branch-gone',
  'branch-moved',
  'browser-unavailable',
  'cancelled',
  'config-invalid',
  'database-busy',
  'github-refused',
  'github-unavailable',
  'insufficient-credits',
  'merge-conflict',
  'model-busy',
  'model-misconfigured',
  'model-overfull',
  'model-refused',
  'model-repeats',
  'model-unavailable',
  'model-unreadable',
  'nothing-builds',
  'repository-too-large',
  'repository-unsupported',
  'restore-collided',
  'sandbox-lost',
  'sandbox-misconfigured',
  'sandbox-path',
  'sandbox-unavailable',
  'secret-found',
  'unexpected',
] as const

export type FailureKind = (typeof FAILURE_KINDS)[number]

/** An error of ours: `kind` decides what happens, `message` is for the log, `sentenceFor(kind)` for the user. */
export class Failure extends Error {
  readonly kind: FailureKind
  /** Earliest useful next try, in milliseconds from now, where the other side said so. */
  readonly retryAfterMs: number | undefined

  constructor(kind: FailureKind, message: string, options: { cause?: unknown; retryAfterMs?: number } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'Failure'
    this.kind = kind
    this.retryAfterMs = options.retryAfterMs
  }
}

/** The failure behind any thrown value. */
export function toFailure(error: unknown): Failure {
  if (error instanceof Failure) return error
  const message = error instanceof Error ? error.message : typeof error === 'string' ? error : 'What was thrown is no error'
  return new Failure('unexpected', message, { cause: error })
}

/** True where trying the same again may help. */
export function isRetryable(kind: FailureKind): boolean {
  switch (kind) {
    case 'browser-unavailable':
    case 'database-busy':
    case 'github-unavailable':
    case 'model-busy':
    case 'model-unavailable':
    case 'sandbox-lost':
    case 'sandbox-unavailable':
    case 'unexpected':
      return true
    case 'artifact-missing':
    case 'branch-collided':
    case 'branch-gone':
    case 'branch-moved':
    case 'cancelled':
    case 'config-invalid':
    case 'github-refused':
    case 'insufficient-credits':
    case 'merge-conflict':
    case 'model-misconfigured':
    case 'model-overfull':
    case 'model-refused':
    case 'model-repeats':
    case 'model-unreadable':
    case 'nothing-builds':
    case 'repository-too-large':
    case 'repository-unsupported':
    case 'restore-collided':
    case 'sandbox-misconfigured':
    case 'sandbox-path':
    case 'secret-found':
      return false
    default:
      return assertNever(kind)
  }
}

/** One plain sentence for the user: what happened. What it cost and how to go on is added by the reply. */
export function sentenceFor(kind: FailureKind): string {
  switch (kind) {
    case 'artifact-missing':
      return 'A file that an earlier step had kept could not be found again.'
    case 'branch-collided':
      return 'Somebody pushed to the branch while I was working, and changed the same places as I did. I left the branch as it is.'
    case 'branch-gone':
      return 'The branch of this pull request is gone.'
    case 'branch-moved':
      return 'Somebody pushed to the branch more than once while I was working, so I left it as it is.'
    case 'browser-unavailable':
      return 'The browser that checks the page could not be started.'
    case 'cancelled':
      return 'The turn was cancelled.'
    case 'config-invalid':
      return 'The file `.github/ollio.yml` was changed after I had begun, and can’t be read any more.'
    case 'database-busy':
      return 'My database was too busy to go on.'
    case 'github-refused':
      return 'GitHub refused a request that this turn needs; a permission of the app or a rule of the repository is in the way.'
    case 'github-unavailable':
      return 'GitHub could not be reached.'
    case 'insufficient-credits':
      return 'The repository does not have enough credits for this.'
    case 'merge-conflict':
      return 'The base branch changed the same places as this one, so bringing it in needs a person. I left the branch as it is.'
    case 'model-busy':
      return 'The language model was too busy to answer.'
    case 'model-misconfigured':
      return 'The language model refused my credentials or does not know the configured model.'
    case 'model-overfull':
      return 'There was more to read for this than the language model can take at once.'
    case 'model-refused':
      return 'The language model declined to answer this.'
    case 'model-repeats':
      return 'The language model kept doing the same thing over and over, so I stopped it.'
    case 'model-unavailable':
      return 'The language model could not be reached.'
    case 'model-unreadable':
      return 'The language model answered three times in a row in a way that I could not read.'
    case 'nothing-builds':
      return 'What was made does not build, so nothing is published.'
    case 'repository-too-large':
      return 'The repository is larger than I can work with.'
    case 'repository-unsupported':
      return 'This repository does not use React, which is the only thing that I build with.'
    case 'restore-collided':
      return 'Later commits changed the same places as the versions that would have to be taken back. I left the branch as it is.'
    case 'sandbox-lost':
    case 'sandbox-unavailable':
      return 'The sandbox that I work in could not be kept running.'
    case 'sandbox-misconfigured':
      return 'The service that runs my sandboxes refused my credentials or does not know the configured template.'
    case 'sandbox-path':
      return 'A file in the sandbox could not be read safely.'
    case 'secret-found':
      return 'There is something in what was made that looks like a secret, such as a key or a password, so nothing is published.'
    case 'unexpected':
      return 'Something went wrong that I have no better word for; it is in the operator’s log.'
    default:
      return assertNever(kind)
  }
}
