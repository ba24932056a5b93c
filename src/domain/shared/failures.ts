import { assertNever } from './assert-never.ts'

/**
 * All failures, as one closed union. Adapters map the errors of their vendor to it;
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
  'machine-busy',
  'merge-conflict',
  'model-busy',
  'model-misconfigured',
  'model-overfull',
  'model-refused',
  'model-repeats',
  'model-unavailable',
  'model-unreadable',
  'nothing-builds',
  'registry-unavailable',
  'repository-too-large',
  'repository-unsupported',
  'restore-collided',
  'sandbox-lost',
  'sandbox-misconfigured',
  'sandbox-path',
  'sandbox-unavailable',
  'secret-found',
  'storage-unavailable',
  'unexpected',
] as const

export type FailureKind = (typeof FAILURE_KINDS)[number]

/** An error of ours: `kind` decides what happens, `message` is for the log, `titleFor` and `sentenceFor` are for the user. */
export class Failure extends Error {
  readonly kind: FailureKind
  /** Milliseconds until the next useful try, if the other side sent that. */
  readonly retryAfterMs: number | undefined

  constructor(kind: FailureKind, message: string, options: { cause?: unknown; retryAfterMs?: number } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'Failure'
    this.kind = kind
    this.retryAfterMs = options.retryAfterMs
  }
}

/** Converts any thrown value to a failure. */
export function toFailure(error: unknown): Failure {
  if (error instanceof Failure) return error
  const message = error instanceof Error ? error.message : typeof error === 'string' ? error : 'The thrown value is not an error'
  return new Failure('unexpected', message, { cause: error })
}

/** Whether trying the same again may help. */
export function isRetryable(kind: FailureKind): boolean {
  switch (kind) {
    case 'browser-unavailable':
    case 'database-busy':
    case 'github-unavailable':
    case 'machine-busy':
    case 'model-busy':
    case 'model-unavailable':
    case 'registry-unavailable':
    case 'sandbox-lost':
    case 'sandbox-unavailable':
    case 'storage-unavailable':
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

/** The failure in a few words, to follow "Failed:". */
export function titleFor(kind: FailureKind): string {
  return TEXTS[kind].title
}

/** What happened, whose fault it is, and what a person has to change. The reply adds what it cost and how to try again. */
export function sentenceFor(kind: FailureKind): string {
  return TEXTS[kind].sentence
}

const SANDBOX_DOWN =
  'The sandbox of this turn could not be started or stopped working. This is a problem in Ollio, not in your request. If it happens again, tell the operator.'

const TEXTS: Record<FailureKind, { title: string; sentence: string }> = {
  'artifact-missing': {
    title: 'a stored file is missing',
    sentence:
      'A file that an earlier step stored is missing or damaged. This is a problem in Ollio, not in your request. If it happens again, tell the operator.',
  },
  'branch-collided': {
    title: 'somebody changed the same lines',
    sentence:
      'Somebody pushed to the branch while this turn ran and changed the same lines. Nothing is wrong with your request. The pushed commits stay as they are, and the next try starts from them.',
  },
  'branch-gone': {
    title: 'a branch is gone',
    sentence: 'The branch of the pull request or its base branch no longer exists. Restore the branch on GitHub before you try again.',
  },
  'branch-moved': {
    title: 'the branch kept changing',
    sentence:
      'Somebody pushed to the branch several times while this turn tried to publish. Nothing is wrong with your request, and the pushed commits stay as they are. Try again when nobody is pushing.',
  },
  'browser-unavailable': {
    title: 'the browser did not start',
    sentence:
      'The browser that checks the page could not be started or stopped working. This is a problem in Ollio, not in your request. If it happens again, tell the operator.',
  },
  cancelled: { title: 'the turn was cancelled', sentence: 'The turn was cancelled.' },
  'config-invalid': {
    title: '.github/ollio.yml is not valid',
    sentence:
      'The file .github/ollio.yml changed after the command was posted and is no longer valid. Fix it on the default branch before you try again.',
  },
  'database-busy': {
    title: 'the database was busy',
    sentence: 'Ollio’s database was too busy or could not be reached. Nothing is wrong with your request.',
  },
  'github-refused': {
    title: 'GitHub refused a request',
    sentence:
      'GitHub refused a request that this turn needs. Nothing is wrong with your prompt: the app lacks a permission, or a rule of the repository is in the way. A repository admin can change both.',
  },
  'github-unavailable': {
    title: 'GitHub did not answer',
    sentence: 'GitHub could not be reached or limited Ollio’s requests. Nothing is wrong with your request.',
  },
  'insufficient-credits': {
    title: 'not enough credits',
    sentence: 'The repository does not have enough credits for this turn. Wait for the next refill, or ask the operator for more.',
  },
  'machine-busy': {
    title: 'the machine was too busy',
    sentence:
      'The machine that checks the work was too busy to finish, also when it tried again. This is a problem in Ollio, not in your request. If it happens again, tell the operator.',
  },
  'merge-conflict': {
    title: 'the base branch has conflicting changes',
    sentence:
      'The base branch and this branch changed the same lines, and Ollio does not resolve such conflicts. The branch is as it was. Merge the base branch by hand and push the result.',
  },
  'model-busy': {
    title: 'the language model was too busy',
    sentence: 'The language model was too busy to answer. Nothing is wrong with your request.',
  },
  'model-misconfigured': {
    title: 'the language model is not set up correctly',
    sentence:
      'The language model service refused Ollio’s account, credentials or model name. Nothing is wrong with your request; only the operator can fix this.',
  },
  'model-overfull': {
    title: 'too much to read at once',
    sentence:
      'Your request and the files for it are longer than the language model can read at once. Ask for a smaller change, or name the files to change.',
  },
  'model-refused': {
    title: 'the language model refused the request',
    sentence:
      'The language model refused to answer this request. Word the prompt differently. If other prompts are refused too, tell the operator.',
  },
  'model-repeats': {
    title: 'the language model repeated itself',
    sentence:
      'The language model repeated the same step several times, so the turn was stopped. This is the model’s fault; a shorter or more specific request often helps.',
  },
  'model-unavailable': {
    title: 'the language model did not answer',
    sentence: 'The language model could not be reached, or its answer broke off. Nothing is wrong with your request.',
  },
  'model-unreadable': {
    title: 'three unusable answers from the model',
    sentence:
      'The language model gave three answers in a row that Ollio could not read. This is the model’s fault; a shorter request often helps.',
  },
  'nothing-builds': {
    title: 'the code does not build',
    sentence:
      'The code does not build with the changes of this turn, so no version was published. Ask for a smaller change, or fix the build on the branch first if it fails without them too.',
  },
  'registry-unavailable': {
    title: 'the package registry did not answer',
    sentence:
      'The registry that packages are installed from could not be reached or did not answer correctly, also when Ollio tried again. Nothing is wrong with your request.',
  },
  'repository-too-large': {
    title: 'the repository is too large',
    sentence:
      'The repository, or what a command wrote into it, is larger than Ollio can work with. Nothing is wrong with your request; leave large files out of the repository.',
  },
  'repository-unsupported': {
    title: 'the repository does not use React',
    sentence:
      'This repository does not use React, and Ollio only builds React components. Add React to a package.json on the default branch first.',
  },
  'restore-collided': {
    title: 'later commits changed the same lines',
    sentence:
      'Later commits changed the same lines as the versions that would be taken back, so nothing was changed. Revert those commits first, or comment what to change instead.',
  },
  'sandbox-lost': { title: 'the sandbox stopped working', sentence: SANDBOX_DOWN },
  'sandbox-misconfigured': {
    title: 'the sandboxes are not set up correctly',
    sentence:
      'The sandbox service refused Ollio’s credentials or does not have the configured template. Nothing is wrong with your request; only the operator can fix this.',
  },
  'sandbox-path': {
    title: 'a file could not be read safely',
    sentence:
      'A file in the sandbox could not be read or written safely: it is a link, not a regular file, or too large, or there are too many files. If the repository has no such files, tell the operator.',
  },
  'sandbox-unavailable': { title: 'the sandbox did not start', sentence: SANDBOX_DOWN },
  'secret-found': {
    title: 'the changes contain a secret',
    sentence:
      'The changes contain something that looks like a secret, such as a key or a password, so nothing was published. Ask for a placeholder or an environment variable instead.',
  },
  'storage-unavailable': {
    title: 'files could not be stored or read',
    sentence:
      'Ollio’s file store could not be written or read. This is a problem in Ollio, not in your request. If it happens again, tell the operator.',
  },
  unexpected: {
    title: 'an unexpected error',
    sentence: 'An unexpected error occurred. The details are in the operator’s log.',
  },
}
