import { afterAll, beforeAll } from 'vitest'
import type { E2bOptions } from '#src/adapters/sandbox/e2b/e2b-provider.ts'
import { type Doubled, openDoubled } from './start-e2b-double.ts'

/** The double and our adapter for all tests of a file. */
export function useDoubled(changes: Partial<E2bOptions> = {}): () => Doubled {
  let value: Doubled | undefined
  beforeAll(async () => {
    value = await openDoubled(changes)
  })
  afterAll(() => value?.close())
  return () => {
    if (value === undefined) throw new Error('The double was not started')
    return value
  }
}
