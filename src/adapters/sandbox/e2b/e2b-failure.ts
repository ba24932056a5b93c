import { AuthenticationError, SandboxError, TemplateError } from '@e2b/code-interpreter'
import { Failure, type FailureKind } from '#src/domain/shared/failures.ts'

/** Answers that no second try changes: a request, a right or a template that is wrong. */
const WRONG = [400, 403, 404]

/**
 * What an error of E2B's SDK means, apart from a sandbox that is gone: it takes more than that for granted, and `isGone` asks. It waits by
 * itself as long as a 429 asks for, where that is no longer than a request may take.
 */
export function e2bFailure(what: string, error: unknown): Failure {
  return error instanceof Failure ? error : new Failure(kindOf(error), `${what}: ${messageOf(error)}`, { cause: error })
}

function kindOf(error: unknown): FailureKind {
  if (error instanceof AuthenticationError || error instanceof TemplateError) return 'sandbox-misconfigured'
  if (error instanceof SandboxError && WRONG.includes(error.statusCode ?? 0)) return 'sandbox-misconfigured'
  return 'sandbox-unavailable'
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 500) : 'what was thrown is no error'
}
