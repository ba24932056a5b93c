import { expect, test } from 'vitest'
import { expectLinear } from '../../support/linear-time.ts'

test('expectLinear accepts linear work', async () => {
  await expect(expectLinear(200_000, (times) => 'ab'.repeat(times), sum)).resolves.toBeUndefined()
})

test('expectLinear rejects quadratic work', async () => {
  const pairs = (text: string) => Array.from(text, () => sum(text))
  await expect(expectLinear(8_000, (times) => 'ab'.repeat(times), pairs)).rejects.toThrow('for a quarter')
})

function sum(text: string): number {
  let total = 0
  for (let index = 0; index < text.length; index++) total += text.charCodeAt(index)
  return total
}
