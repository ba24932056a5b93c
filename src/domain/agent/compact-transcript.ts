import { dropOldPictures } from './drop-old-pictures.ts'
import { shortenableParts } from './shorten-messages.ts'
import type { ShortenablePart } from './shorten-messages.ts'
import { estimateTokens } from './transcript.ts'
import type { TranscriptMessage } from './transcript.ts'

/** The share of the limit to shrink to, so that the next steps fit without shortening again. */
const SHRINK_TO = { usual: 0.6, most: 0.8 }

/**
 * Shortens messages to fit the limit. Returns the same array if they fit and show at most two pictures of pages. Otherwise drops the older
 * pictures, then shortens outdated results of older steps, and only if that is not enough the oldest file states. The first `fixed`
 * messages stay unchanged.
 */
export function compactTranscript(
  messages: readonly TranscriptMessage[],
  { fixed, limitTokens }: { fixed: number; limitTokens: number },
): readonly TranscriptMessage[] {
  const opening = messages.slice(0, fixed)
  const steps = messages.slice(fixed)
  const seen = dropOldPictures(steps)
  let tokens = estimateTokens(opening) + estimateTokens(seen)
  if (tokens <= limitTokens) return seen === steps ? messages : [...opening, ...seen]
  const rewritten = [...seen]
  for (const unit of shortenableParts(seen)) {
    if (tokens <= limitTokens * (isDispensable(unit) ? SHRINK_TO.usual : SHRINK_TO.most)) continue
    const before = rewritten[unit.message]
    if (before === undefined) continue
    const after = unit.shorten(before)
    tokens += estimateTokens([after]) - estimateTokens([before])
    rewritten[unit.message] = after
  }
  return [...opening, ...rewritten]
}

function isDispensable({ worth }: ShortenablePart): boolean {
  return worth === 'old'
}
