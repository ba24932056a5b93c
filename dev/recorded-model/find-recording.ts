import type { RecordedSession, Recording } from './recording.ts'

/**
 * What was recorded for a request: a refinement of what an earlier request began, else the beginning of a conversation. `null` where
 * nothing fits, or where two do: a recording can't do half of what was asked for.
 */
export function findSession(recordings: readonly Recording[], earlierRequests: readonly string[], request: string): RecordedSession | null {
  const begun = recordings.filter(({ generate }) => earlierRequests.some((earlier) => fits(generate, earlier)))
  const refinements = begun.flatMap((recording) => recording.refinements).filter((session) => fits(session, request))
  const fitting =
    refinements.length > 0 ? refinements : recordings.map(({ generate }) => generate).filter((session) => fits(session, request))
  return fitting.length === 1 ? (fitting[0] ?? null) : null
}

/** Letter case, punctuation, accents and word endings don't matter. */
export function fits(session: RecordedSession, request: string): boolean {
  const words = request
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
  return session.keywords.every((group) => group.some((beginning) => ` ${words}`.includes(` ${beginning}`)))
}
