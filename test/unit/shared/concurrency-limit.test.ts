import { expect, test } from 'vitest'
import { limitConcurrency } from '#src/domain/shared/concurrency-limit.ts'

const NEVER = new AbortController().signal

function piecesOf(count: number) {
  const started: number[] = []
  const ends = Array.from({ length: count }, () => Promise.withResolvers<number>())
  const work = (index: number) => () => {
    started.push(index)
    return ends[index]?.promise ?? Promise.reject(new Error('no such piece'))
  }
  return { started, ends, work }
}

test('runs as many as there are slots, the others in order of arrival, whether earlier ones succeed or fail', async () => {
  const atOnce = limitConcurrency(2)
  const { started, ends, work } = piecesOf(5)
  const results = Array.from({ length: 5 }, (_, index) => atOnce(work(index), NEVER))
  const settled = Promise.allSettled(results)
  await Promise.resolve()
  expect(started).toEqual([0, 1])
  ends[1]?.reject(new Error('broken'))
  await expect(results[1]).rejects.toThrow('broken')
  expect(started).toEqual([0, 1, 2])
  for (const [index, end] of ends.entries()) end.resolve(index)
  expect((await settled).map((one) => (one.status === 'fulfilled' ? one.value : 'failed'))).toEqual([0, 'failed', 2, 3, 4])
  expect(started).toEqual([0, 1, 2, 3, 4])
})

test('a waiting task that is cancelled leaves the queue and takes no slot', async () => {
  const atOnce = limitConcurrency(1)
  const { started, ends, work } = piecesOf(4)
  const impatient = new AbortController()
  const first = atOnce(work(0), NEVER)
  const second = atOnce(work(1), impatient.signal)
  const third = atOnce(work(2), NEVER)
  impatient.abort()
  await expect(second).rejects.toMatchObject({ kind: 'cancelled' })
  for (const [index, end] of ends.entries()) end.resolve(index)
  expect(await Promise.all([first, third])).toEqual([0, 2])
  await expect(atOnce(work(3), impatient.signal)).rejects.toMatchObject({ kind: 'cancelled' })
  expect(started).toEqual([0, 2])
})

test('a running task that is cancelled keeps its slot until it has ended', async () => {
  const atOnce = limitConcurrency(1)
  const { started, ends, work } = piecesOf(2)
  const cancelled = new AbortController()
  const first = atOnce(work(0), cancelled.signal)
  const second = atOnce(work(1), NEVER)
  cancelled.abort()
  await Promise.resolve()
  expect(started).toEqual([0])
  for (const [index, end] of ends.entries()) end.resolve(index)
  expect(await Promise.all([first, second])).toEqual([0, 1])
})
