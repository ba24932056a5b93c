import {
  ActivityFailure,
  ApplicationFailure,
  CancelledFailure,
  DefaultFailureConverter,
  defaultPayloadConverter,
  TimeoutFailure,
} from '@temporalio/common'
import { expect, test } from 'vitest'
import { FAILURE_KINDS } from '#src/domain/shared/failures.ts'
import { failureKindOf } from '#src/workflows/failure-kind.ts'

const ofActivity = (cause: Error) => new ActivityFailure('Activity task failed', 'think', '1', 'NON_RETRYABLE_FAILURE', 'worker', cause)
/** As it comes from the server, which tells what the last try failed with. */
const ofTimeout = (type: string) => {
  const failure = { message: 'time is up', cause: { applicationFailureInfo: { type } }, timeoutFailureInfo: { timeoutType: 3 } }
  return new DefaultFailureConverter().failureToError(failure, defaultPayloadConverter)
}
const ofType = (type: string) => ApplicationFailure.create({ type, message: 'for the log' })

test.each(FAILURE_KINDS)('a failure of an activity is known by its kind: %s', (kind) => {
  expect(failureKindOf(ofActivity(ofType(kind)))).toBe(kind)
  expect(failureKindOf(ofActivity(ofTimeout(kind)))).toBe(kind)
})

test.each<[string, unknown]>([
  ['a type that is none of ours', ofActivity(ofType('TypeError'))],
  ['a time limit without a failure before it', ofActivity(new TimeoutFailure('time is up', undefined, 'HEARTBEAT'))],
  ['a cancellation', ofActivity(new CancelledFailure('cancelled'))],
  ['an error of the workflow itself', new TypeError('x is not a function')],
  ['no error at all', 'a word'],
])('anything else is unexpected: %s', (_case, error) => {
  expect(failureKindOf(error)).toBe('unexpected')
})
