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

/** What an activity that does `work` throws. */
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

test('an activity does its work with what it is given, and hands on the result', async () => {
  const activity = asActivity('work', listen().log, async (input: { a: number }, { attempt, signal }) => [input.a, attempt, signal.aborted])
  expect(await quietEnvironment(3).run(activity, { a: 1 })).toEqual([1, 3, false])
})

describe('what goes wrong', () => {
  test.each(FAILURE_KINDS)('is told to Temporal by its kind, and whether trying again may help: %s', async (kind) => {
    const failure = await failureOf(rejects(new Failure(kind, 'for the log')))
    expect(failure).toBeInstanceOf(ApplicationFailure)
    expect(failure).toMatchObject({ type: kind, message: 'for the log', nonRetryable: !isRetryable(kind) })
  })

  test('is unexpected where it is none of ours, and is tried again', async () => {
    expect(await failureOf(rejects(new TypeError('x is not a function')))).toMatchObject({ type: 'unexpected', nonRetryable: false })
    expect(await failureOf(rejects('a word'))).toMatchObject({ type: 'unexpected', message: 'a word' })
  })

  test('is tried again no sooner than the other side said', async () => {
    const busy = new Failure('model-busy', 'later', { retryAfterMs: 61_000 })
    expect(await failureOf(rejects(busy))).toMatchObject({ type: 'model-busy', nextRetryDelay: 61_000 })
    expect(await failureOf(rejects(new Failure('model-busy', 'soon')))).toMatchObject({ nextRetryDelay: undefined })
  })

  test('is logged with its fields beside a constant message', async () => {
    const { log, lines } = listen()
    const failure = new Failure('database-busy', 'no connection to 10.0.0.1')
    const activity = asActivity('open', log, rejects(failure))
    await expect(quietEnvironment(2).run(activity, {})).rejects.toThrow('no connection')
    const fields = { activity: 'open', attempt: 2, kind: 'database-busy', workflowId: 'test', error: failure }
    expect(lines).toEqual([{ level: 'warn', fields, message: 'Activity failed' }])
  })
})

describe('an activity that is cancelled', () => {
  /** Cancels as soon as the work has begun; answers what was thrown. */
  async function cancelledWork(work: (context: ActivityContext) => Promise<unknown>): Promise<unknown> {
    const environment = quietEnvironment()
    return failureOf((context) => {
      const working = work(context)
      environment.cancel()
      return working
    }, environment)
  }

  test('hears of it by its signal', async () => {
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
  ])('says so in Temporal’s words, though it was thrown out by %s', async (_thrown, work) => {
    expect(await cancelledWork(work)).toBeInstanceOf(CancelledFailure)
  })

  test('and ends well all the same has ended well', async () => {
    const environment = quietEnvironment()
    const activity = asActivity('work', listen().log, async () => {
      environment.cancel()
      return 'done'
    })
    expect(await environment.run(activity, {})).toBe('done')
  })
})

test('an activity beats while it works, and no longer', async () => {
  const environment = quietEnvironment()
  let beats = 0
  environment.on('heartbeat', () => (beats += 1))
  const activity = asActivity('work', listen().log, async (where: MockActivityEnvironment) => {
    await once(where, 'heartbeat')
    await once(where, 'heartbeat')
    return beats
  })
  const atItsEnd = await environment.run(activity, environment)
  // As long as two beats of another one take.
  const other = quietEnvironment()
  await other.run(activity, other)
  expect(beats).toBe(atItsEnd)
})
