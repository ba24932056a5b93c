import { describe, expect, test } from 'vitest'
import { returnCredits, allowanceNotice, refundOf, takeCredits } from '#src/domain/credits/balance.ts'

describe('taking credits', () => {
  test.each([
    ['takes from the allowance first', { balance: 100, topUp: 40 }, 10, { balance: 90, topUp: 40, fromTopUp: 0 }],
    ['then takes from the top-ups', { balance: 45, topUp: 40 }, 10, { balance: 35, topUp: 35, fromTopUp: 5 }],
    ['can take the last one', { balance: 10, topUp: 10 }, 10, { balance: 0, topUp: 0, fromTopUp: 10 }],
    ['never takes more than there are', { balance: 9, topUp: 9 }, 10, null],
    ['takes nothing for a cost of 0', { balance: 0, topUp: 0 }, 0, { balance: 0, topUp: 0, fromTopUp: 0 }],
  ])('%s', (_case, before, credits, after) => {
    expect(takeCredits(before, credits)).toEqual(after)
  })
})

test('returned credits go to top-ups first if they came from there', () => {
  expect(returnCredits({ balance: 35, topUp: 35 }, 10, 5)).toEqual({ balance: 45, topUp: 40 })
  expect(returnCredits({ balance: 35, topUp: 35 }, 5, 5)).toEqual({ balance: 40, topUp: 40 })
  expect(returnCredits({ balance: 90, topUp: 40 }, 10, 0)).toEqual({ balance: 100, topUp: 40 })
})

test('a partial turn returns half of its credits, rounded down; other ends without a version return all', () => {
  expect([refundOf('PARTIAL', 10), refundOf('PARTIAL', 3), refundOf('PARTIAL', 1)]).toEqual([5, 1, 0])
  expect([refundOf('FAILED', 10), refundOf('CANCELLED', 10), refundOf('UNCHANGED', 10)]).toEqual([10, 10, 10])
})

describe('a notice about the allowance', () => {
  const at = (left: number, topUp = 0) => ({ balance: left + topUp, topUp })
  test.each([
    ['at 80 %', at(30), at(20), 80],
    ['at 80 %, also if it is skipped over', at(50), at(10), 80],
    ['at 100 %', at(10), at(0), 100],
    ['at 100 % only, if both are skipped over', at(50), at(0), 100],
    ['not before', at(100), at(21), null],
    ['not again', at(20), at(10), null],
    ['not for top-ups', at(0, 50), at(0, 40), null],
  ])('%s', (_case, before, after, notice) => {
    expect(allowanceNotice(before, after, 100)).toBe(notice)
  })

  test('a notice about the allowance is never due without an allowance', () => {
    expect(allowanceNotice(at(0), at(0), 0)).toBeNull()
  })
})
