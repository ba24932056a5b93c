import { AuthenticationError, SandboxError, TemplateError } from '@e2b/code-interpreter'
import { Failure, type FailureKind } from '#src/domain/shared/failures.ts'

/** Status codes that a retry doesn't change: a wrong request, a missing right, or a missing template. */
const WRONG = [400, 403, 404]

/**
 * Maps an error of E2B's SDK to a failure. It never reports a sandbox as gone, because the SDK reports that in other cases too; `isGone`
 * checks it. The SDK itself waits as long as a 429 asks for, unless that is longer than a request may take.
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
  return error instanceof Error ? error.message.slice(0, 500) : 'something other than an error was thrown'
}
