import { expect, test } from 'vitest'
import { expectGrowth, expectLinear } from '../../support/linear-time.ts'

test('expectLinear accepts linear work', async () => {
  await expect(expectLinear(200_000, (times) => 'ab'.repeat(times), sum)).resolves.toBeUndefined()
})

test('expectLinear rejects quadratic work', async () => {
  const pairs = (text: string) => Array.from(text, () => sum(text))
  await expect(expectLinear(4_000, (times) => 'ab'.repeat(times), pairs)).rejects.toThrow('for a quarter')
})

test('expectGrowth accepts linear work within its budget', async () => {
  await expect(expectGrowth({ limit: 400_000, budgetMs: 1_000 }, (times) => 'ab'.repeat(times), sum)).resolves.toBeUndefined()
})

test('expectGrowth rejects quadratic work before it reaches the largest size', async () => {
  const pairs = (text: string) => Array.from(text, () => sum(text))
  await expect(expectGrowth({ limit: 10_000_000, budgetMs: 1_000 }, (times) => 'ab'.repeat(times), pairs)).rejects.toThrow(
    'milliseconds for',
  )
})

test('expectGrowth rejects linear work over its budget', async () => {
  await expect(expectGrowth({ limit: 4_000_000, budgetMs: 1 }, (times) => 'ab'.repeat(times), sum)).rejects.toThrow('milliseconds for')
})

function sum(text: string): number {
  let total = 0
  for (let index = 0; index < text.length; index++) total += text.charCodeAt(index)
  return total
}
