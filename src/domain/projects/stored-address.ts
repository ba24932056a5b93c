import type { ProjectAddress } from './ids.ts'

/** Earlier releases stored `ordinal` as `k` in the inputs and results of workflows and activities, which Temporal keeps for weeks. */
type StoredAddress = ProjectAddress | { repositoryId: number; issue: number; k: number }

/** Converts the project address in an activity's input to its current form. */
export function withCurrentAddress<Input>(input: Input): Input {
  if (typeof input !== 'object' || input === null || !('address' in input)) return input
  return { ...input, address: currentAddress(input.address as StoredAddress) }
}

function currentAddress(address: StoredAddress): ProjectAddress {
  const { repositoryId, issue } = address
  return { repositoryId, issue, ordinal: 'ordinal' in address ? address.ordinal : address.k }
}
