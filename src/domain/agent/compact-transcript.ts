import { dropOldPictures } from './drop-old-pictures.ts'
import { shortenableParts } from './shorten-messages.ts'
import type { ShortenablePart } from './shorten-messages.ts'
import { estimateTokens } from './transcript.ts'
import type { TranscriptMessage } from './transcript.ts'

/** How much of the limit is left standing: enough room for some steps until the next time. */
const LEFT_STANDING = { usual: 0.6, most: 0.8 }

/**
 * Makes messages fit: the same array where they do, with at most two pictures of pages. Of the others, pictures go, then what older
 * steps brought and nobody needs any more, and last, where that is not enough, the oldest states of files. The first `fixed` messages stay.
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
    if (tokens <= limitTokens * (isDispensable(unit) ? LEFT_STANDING.usual : LEFT_STANDING.most)) continue
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
