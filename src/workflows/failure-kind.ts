import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/workflow'
import { FAILURE_KINDS } from '#src/domain/failures.ts'
import type { FailureKind } from '#src/domain/failures.ts'

/** Our failure behind one of Temporal's; activities put its kind into the type. */
export function failureKindOf(error: unknown): FailureKind {
  const cause = error instanceof ActivityFailure ? error.cause : error
  const inner = cause instanceof TimeoutFailure ? cause.cause : cause
  const type = inner instanceof ApplicationFailure ? inner.type : undefined
  return FAILURE_KINDS.find((kind) => kind === type) ?? 'unexpected'
}
