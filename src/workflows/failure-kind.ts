import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/workflow'
import { FAILURE_KINDS } from '#src/domain/shared/failures.ts'
import type { FailureKind } from '#src/domain/shared/failures.ts'

/** The kind of failure behind a Temporal failure; activities put it into the failure's type. */
export function failureKindOf(error: unknown): FailureKind {
  const type = typeOf(error instanceof ActivityFailure ? error.cause : error)
  return FAILURE_KINDS.find((kind) => kind === type) ?? 'unexpected'
}

function typeOf(cause: unknown): string | null | undefined {
  if (cause instanceof ApplicationFailure) return cause.type
  // On a timeout, the last try's failure is only in the protobuf message that the SDK made the error from.
  return cause instanceof TimeoutFailure ? cause.failure?.cause?.applicationFailureInfo?.type : undefined
}
