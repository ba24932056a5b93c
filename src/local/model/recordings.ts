import type { Recording } from './recording.ts'
import { pricingCard } from './recordings/pricing-card.ts'

/** Every conversation that can be played; where a request fits two of them, the first is taken. */
const RECORDINGS = [pricingCard]

export async function loadRecordings(): Promise<Recording[]> {
  return await Promise.all(RECORDINGS.map((load) => load()))
}
