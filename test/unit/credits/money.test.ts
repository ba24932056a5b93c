import { expect, test } from 'vitest'
import { costOf, dollars } from '#src/domain/credits/money.ts'

test.each<[number, string]>([
  [0, '$0'],
  [0.000_01, 'less than $0.0001'],
  [0.000_123, '$0.00012'],
  [0.004_2, '$0.0042'],
  [0.042, '$0.042'],
  [0.042_4, '$0.042'],
  [0.05, '$0.05'],
  [0.099_4, '$0.099'],
  [0.099_9, '$0.10'],
  [0.42, '$0.42'],
  [1, '$1.00'],
  [12.3, '$12.30'],
  [1_234.567, '$1,234.57'],
])('%d dollars are shown as %s', (amount, text) => {
  expect(dollars(amount)).toBe(text)
})

test('the cost of a turn is that of its tokens, or null if no price is set', () => {
  const used = { promptTokens: 60_000, completionTokens: 5_000 }
  expect(costOf(used, { in: 1.25, out: 10 })).toBeCloseTo(0.125, 10)
  expect(costOf(used, { in: 0, out: 10 })).toBeCloseTo(0.05, 10)
  expect(costOf(used, { in: 0, out: 0 })).toBeNull()
  expect(costOf({ promptTokens: 0, completionTokens: 0 }, { in: 1, out: 1 })).toBe(0)
})
