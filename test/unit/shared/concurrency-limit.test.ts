import { expect, test } from 'vitest'
import { limitConcurrency } from '#src/domain/shared/concurrency-limit.ts'

const NEVER = new AbortController().signal

function piecesOf(count: number) {
  const begun: number[] = []
  const ends = Array.from({ length: count }, () => Promise.withResolvers<number>())
  const work = (index: number) => () => {
    begun.push(index)
    return ends[index]?.promise ?? Promise.reject(new Error('no such piece'))
  }
  return { begun, ends, work }
}

test('so many run at once, the others in the order in which they came, whether those before them succeed or fail', async () => {
  const atOnce = limitConcurrency(2)
  const { begun, ends, work } = piecesOf(5)
  const results = Array.from({ length: 5 }, (_, index) => atOnce(work(index), NEVER))
  const settled = Promise.allSettled(results)
  await Promise.resolve()
  expect(begun).toEqual([0, 1])
  ends[1]?.reject(new Error('broken'))
  await expect(results[1]).rejects.toThrow('broken')
  expect(begun).toEqual([0, 1, 2])
  for (const [index, end] of ends.entries()) end.resolve(index)
  expect((await settled).map((one) => (one.status === 'fulfilled' ? one.value : 'failed'))).toEqual([0, 'failed', 2, 3, 4])
  expect(begun).toEqual([0, 1, 2, 3, 4])
})

test('who is cancelled while waiting leaves, and takes no place', async () => {
  const atOnce = limitConcurrency(1)
  const { begun, ends, work } = piecesOf(4)
  const impatient = new AbortController()
  const first = atOnce(work(0), NEVER)
  const second = atOnce(work(1), impatient.signal)
  const third = atOnce(work(2), NEVER)
  impatient.abort()
  await expect(second).rejects.toMatchObject({ kind: 'cancelled' })
  for (const [index, end] of ends.entries()) end.resolve(index)
  expect(await Promise.all([first, third])).toEqual([0, 2])
  await expect(atOnce(work(3), impatient.signal)).rejects.toMatchObject({ kind: 'cancelled' })
  expect(begun).toEqual([0, 2])
})

test('who is cancelled while running keeps the place until the work has ended', async () => {
  const atOnce = limitConcurrency(1)
  const { begun, ends, work } = piecesOf(2)
  const cancelled = new AbortController()
  const first = atOnce(work(0), cancelled.signal)
  const second = atOnce(work(1), NEVER)
  cancelled.abort()
  await Promise.resolve()
  expect(begun).toEqual([0])
  for (const [index, end] of ends.entries()) end.resolve(index)
  expect(await Promise.all([first, second])).toEqual([0, 1])
})
