import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/workflow'
import { FAILURE_KINDS } from '#src/domain/shared/failures.ts'
import type { FailureKind } from '#src/domain/shared/failures.ts'

/** Our failure behind one of Temporal's; activities put its kind into the type. */
export function failureKindOf(error: unknown): FailureKind {
  const type = typeOf(error instanceof ActivityFailure ? error.cause : error)
  return FAILURE_KINDS.find((kind) => kind === type) ?? 'unexpected'
}

function typeOf(cause: unknown): string | null | undefined {
  if (cause instanceof ApplicationFailure) return cause.type
  // What the last try failed with: the server tells it, and the SDK keeps it in the message that the error was made from only.
  return cause instanceof TimeoutFailure ? cause.failure?.cause?.applicationFailureInfo?.type : undefined
}
