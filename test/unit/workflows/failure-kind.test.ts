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
/** As the server sends it, with the failure of the last try. */
const ofTimeout = (type: string) => {
  const failure = { message: 'time is up', cause: { applicationFailureInfo: { type } }, timeoutFailureInfo: { timeoutType: 3 } }
  return new DefaultFailureConverter().failureToError(failure, defaultPayloadConverter)
}
const ofType = (type: string) => ApplicationFailure.create({ type, message: 'for the log' })

test.each(FAILURE_KINDS)('the kind of an activity’s failure is found: %s', (kind) => {
  expect(failureKindOf(ofActivity(ofType(kind)))).toBe(kind)
  expect(failureKindOf(ofActivity(ofTimeout(kind)))).toBe(kind)
})

test.each<[string, unknown]>([
  ['a type that is not one of ours', ofActivity(ofType('TypeError'))],
  ['a timeout without an earlier failure', ofActivity(new TimeoutFailure('time is up', undefined, 'HEARTBEAT'))],
  ['a cancellation', ofActivity(new CancelledFailure('cancelled'))],
  ['an error of the workflow itself', new TypeError('x is not a function')],
  ['no error at all', 'a word'],
])('any other error is unexpected: %s', (_case, error) => {
  expect(failureKindOf(error)).toBe('unexpected')
})
