import { expect, test } from 'vitest'
import { withCurrentAddress } from '#src/domain/projects/stored-address.ts'

test('reads an address that an earlier release stored with `k` as one with an ordinal', () => {
  const input = { address: { repositoryId: 5, issue: 9, k: 3 }, message: 'kept' }
  expect(withCurrentAddress(input)).toEqual({ address: { repositoryId: 5, issue: 9, ordinal: 3 }, message: 'kept' })
})

test.each([[{ address: { repositoryId: 5, issue: 9, ordinal: 3 } }], [{ turnId: 'a' }], [null], [undefined]])(
  'withCurrentAddress leaves an input without an old address unchanged: %j',
  (input) => {
    expect(withCurrentAddress(input)).toEqual(input)
  },
)
