import { once } from 'node:events'
import { ApplicationFailure, CancelledFailure } from '@temporalio/common'
import { MockActivityEnvironment } from '@temporalio/testing'
import { DefaultLogger } from '@temporalio/worker'
import { describe, expect, test } from 'vitest'
import { asActivity } from '#src/activities/shared/as-activity.ts'
import type { ActivityContext } from '#src/activities/shared/as-activity.ts'
import { Failure, FAILURE_KINDS, isRetryable } from '#src/domain/shared/failures.ts'
import type { Log } from '#src/ports/log.ts'

type Line = { level: string; fields: Record<string, unknown>; message: string }

function listen(): { log: Log; lines: Line[] } {
  const lines: Line[] = []
  const level = (name: string) => (fields: Record<string, unknown>, message: string) => void lines.push({ level: name, fields, message })
  return { lines, log: { info: level('info'), warn: level('warn'), error: level('error') } }
}

const quietEnvironment = (attempt = 1) => new MockActivityEnvironment({ attempt }, { logger: new DefaultLogger('ERROR') })

/** The error of an activity that runs `work`. */
async function failureOf(work: (context: ActivityContext) => Promise<unknown>, environment = quietEnvironment()): Promise<unknown> {
  const activity = asActivity('work', listen().log, (_input: string, context) => work(context))
  return environment.run(activity, 'input').then(
    () => expect.fail('it did not fail'),
    (error: unknown) => error,
  )
}

const rejects = (error: unknown) => async () => {
  throw error
}

test('an activity passes its input to the function and returns the result', async () => {
  const activity = asActivity('work', listen().log, async (input: { a: number }, { attempt, signal }) => [input.a, attempt, signal.aborted])
  expect(await quietEnvironment(3).run(activity, { a: 1 })).toEqual([1, 3, false])
})

describe('an error in an activity', () => {
  test.each(FAILURE_KINDS)('an error in an activity reaches Temporal with its kind and whether it can be retried: %s', async (kind) => {
    const failure = await failureOf(rejects(new Failure(kind, 'for the log')))
    expect(failure).toBeInstanceOf(ApplicationFailure)
    expect(failure).toMatchObject({ type: kind, message: 'for the log', nonRetryable: !isRetryable(kind) })
  })

  test('an error in an activity is unexpected if it is not one of our failures, and is retried', async () => {
    expect(await failureOf(rejects(new TypeError('x is not a function')))).toMatchObject({ type: 'unexpected', nonRetryable: false })
    expect(await failureOf(rejects('a word'))).toMatchObject({ type: 'unexpected', message: 'a word' })
  })

  test('an error in an activity is retried no sooner than the other side asked for', async () => {
    const busy = new Failure('model-busy', 'later', { retryAfterMs: 61_000 })
    expect(await failureOf(rejects(busy))).toMatchObject({ type: 'model-busy', nextRetryDelay: 61_000 })
    expect(await failureOf(rejects(new Failure('model-busy', 'soon')))).toMatchObject({ nextRetryDelay: undefined })
  })

  test('an error in an activity is logged with fields and a constant message', async () => {
    const { log, lines } = listen()
    const failure = new Failure('database-busy', 'no connection to 10.0.0.1')
    const activity = asActivity('open', log, rejects(failure))
    await expect(quietEnvironment(2).run(activity, {})).rejects.toThrow('no connection')
    const fields = { activity: 'open', attempt: 2, kind: 'database-busy', workflowId: 'test', error: failure }
    expect(lines).toEqual([{ level: 'warn', fields, message: 'Activity failed' }])
  })
})

describe('a cancelled activity', () => {
  /** Cancels as soon as the work has started; returns the thrown error. */
  async function cancelledWork(work: (context: ActivityContext) => Promise<unknown>): Promise<unknown> {
    const environment = quietEnvironment()
    return failureOf((context) => {
      const working = work(context)
      environment.cancel()
      return working
    }, environment)
  }

  test('a cancelled activity gets an aborted signal', async () => {
    const environment = quietEnvironment()
    const activity = asActivity('work', listen().log, async (_input: object, { signal }) => {
      const aborted = once(signal, 'abort')
      environment.cancel()
      await aborted
      return signal.aborted
    })
    expect(await environment.run(activity, {})).toBe(true)
  })

  test.each<[string, (context: ActivityContext) => Promise<unknown>]>([
    [
      'an AbortError',
      ({ signal }) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
    ],
    ['a failure of ours', ({ signal }) => once(signal, 'abort').then(rejects(new Failure('cancelled', 'aborted')))],
    ['whatever else', ({ signal }) => once(signal, 'abort').then(rejects(new Error('socket hang up')))],
  ])('a cancelled activity throws Temporal’s own failure although %s was thrown', async (_thrown, work) => {
    expect(await cancelledWork(work)).toBeInstanceOf(CancelledFailure)
  })

  test('a cancelled activity succeeds if it finishes anyway', async () => {
    const environment = quietEnvironment()
    const activity = asActivity('work', listen().log, async () => {
      environment.cancel()
      return 'done'
    })
    expect(await environment.run(activity, {})).toBe('done')
  })
})

test('an activity sends heartbeats only while it runs', async () => {
  const environment = quietEnvironment()
  let heartbeats = 0
  environment.on('heartbeat', () => (heartbeats += 1))
  const activity = asActivity('work', listen().log, async (where: MockActivityEnvironment) => {
    await once(where, 'heartbeat')
    await once(where, 'heartbeat')
    return heartbeats
  })
  const atItsEnd = await environment.run(activity, environment)
  // As long as two heartbeats of another activity take.
  const other = quietEnvironment()
  await other.run(activity, other)
  expect(heartbeats).toBe(atItsEnd)
})
