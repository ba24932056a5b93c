import { describe, expect, test } from 'vitest'
import { percentile, ratio, Stopwatch } from '../../../bench/measurement.ts'
import { jsonOf, tableOf } from '../../../bench/table.ts'

test('a percentile is the sample of that rank, in any order of the samples', () => {
  const samples = Array.from({ length: 200 }, (_, index) => 200 - index)
  expect([0, 50, 95, 99, 100].map((percent) => percentile(samples, percent))).toEqual([1, 100, 190, 198, 200])
  expect(percentile([7], 99)).toBe(7)
  expect(percentile([], 50)).toBeNaN()
})

test('a stopwatch keeps the order in which names first occurred, with their targets', async () => {
  const stopwatch = new Stopwatch()
  stopwatch.add('first', 3)
  expect(await stopwatch.time('second', async () => 'a result')).toBe('a result')
  stopwatch.add('first', 5)
  await expect(stopwatch.time('failed', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  const [first, second, ...more] = stopwatch.rows({ first: 'under 10 ms' })
  expect(first).toEqual({ what: 'first', samplesMs: [3, 5], target: 'under 10 ms' })
  expect(second).toMatchObject({ what: 'second', samplesMs: [expect.any(Number)] })
  expect(more).toEqual([])
})

const BENCH = {
  title: 'A thing',
  rows: [
    { what: 'quick', samplesMs: [1.25, 1.5, 99], target: 'under 2 ms' },
    { what: 'slow', samplesMs: [1_234, 12_345] },
  ],
  notes: ['It was raining.'],
}

test('the table is Markdown with aligned columns', () => {
  expect(tableOf(BENCH)).toBe(`### A thing

|       | samples |    p50 |    p95 |    p99 | target     |
|-------|--------:|-------:|-------:|-------:|------------|
| quick |       3 | 1.5 ms |  99 ms |  99 ms | under 2 ms |
| slow  |       2 | 1.23 s | 12.3 s | 12.3 s |            |

It was raining.`)
})

test('JSON has the same figures', () => {
  expect(jsonOf(BENCH)).toEqual({
    title: 'A thing',
    notes: ['It was raining.'],
    rows: [
      { what: 'quick', samples: 3, p50Ms: 1.5, p95Ms: 99, p99Ms: 99, target: 'under 2 ms' },
      { what: 'slow', samples: 2, p50Ms: 1_234, p95Ms: 12_345, p99Ms: 12_345 },
    ],
  })
})

describe('figures that are not times', () => {
  const bench = { title: 'History', rows: [], facts: [{ what: 'events per step', value: '6.1', target: 'under 25' }], notes: [] }

  test('figures that are not times have a table of their own', () => {
    expect(tableOf(bench)).toBe(`### History

|                 | figure | target   |
|-----------------|-------:|----------|
| events per step |    6.1 | under 25 |`)
  })

  test('figures that are not times are part of the JSON', () => {
    expect(jsonOf(bench)).toEqual({ title: 'History', notes: [], rows: [], facts: bench.facts })
  })
})

test('a ratio compares the medians', () => {
  const rows = [
    { what: 'ours', samplesMs: [10, 30, 20] },
    { what: 'bare', samplesMs: [8, 9, 100] },
  ]
  expect(ratio(rows, 'ours', 'bare')).toBe('2.2 times “bare” at the median.')
})
