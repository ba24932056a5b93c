import type { TranscriptMessage } from './transcript.ts'

/** Number of page pictures that the model keeps, newest first. */
const PICTURES = 2
const GONE = '(An older picture of the page was removed. viewPage shows the current page.)'

/** Returns the same array if it has at most two pictures. A user's pictures are in the first messages, which this function never sees. */
export function dropOldPictures(messages: TranscriptMessage[]): TranscriptMessage[] {
  let left = PICTURES
  const newestFirst = messages.toReversed().map((message): TranscriptMessage => {
    if (message.role !== 'user' || typeof message.content === 'string') return message
    const kept = message.content.filter((part) => part.type === 'text' || (left -= 1) >= 0)
    if (kept.length === message.content.length) return message
    return { role: 'user', content: kept.length === 0 ? GONE : kept }
  })
  return left >= 0 ? messages : newestFirst.toReversed()
}
