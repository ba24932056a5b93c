import type { RecordedTurn, Recording } from './recording.ts'

/**
 * The recorded turn for a prompt: a refinement of a project that an earlier prompt started, or else the start of a project. `null` if
 * nothing matches, or if two do: a recording can't do half of a prompt.
 */
export function findTurn(recordings: readonly Recording[], earlierRequests: readonly string[], request: string): RecordedTurn | null {
  const started = recordings.filter(({ generate }) => earlierRequests.some((earlier) => matches(generate, earlier)))
  const refinements = started.flatMap((recording) => recording.refinements).filter((turn) => matches(turn, request))
  const matching =
    refinements.length > 0 ? refinements : recordings.map(({ generate }) => generate).filter((turn) => matches(turn, request))
  return matching.length === 1 ? (matching[0] ?? null) : null
}

/** Ignores letter case, punctuation, accents and word endings. */
export function matches(turn: RecordedTurn, request: string): boolean {
  const words = request
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
  return turn.keywords.every((group) => group.some((start) => ` ${words}`.includes(` ${start}`)))
}
