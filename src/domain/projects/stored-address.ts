import type { ProjectAddress } from './ids.ts'

/** Earlier releases stored the ordinal as `k` in the inputs and results of workflows and activities, which Temporal keeps for weeks. */
type StoredAddress = ProjectAddress | { repositoryId: number; issue: number; k: number }

/** The input of an activity, with its project address as this release writes it, whatever release stored it. */
export function withCurrentAddress<Input>(input: Input): Input {
  if (typeof input !== 'object' || input === null || !('address' in input)) return input
  return { ...input, address: currentAddress(input.address as StoredAddress) }
}

function currentAddress(address: StoredAddress): ProjectAddress {
  const { repositoryId, issue } = address
  return { repositoryId, issue, ordinal: 'ordinal' in address ? address.ordinal : address.k }
}
