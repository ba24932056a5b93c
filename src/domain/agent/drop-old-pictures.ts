import type { TranscriptMessage } from './transcript.ts'

/** The newest pictures of pages that the model keeps. */
const PICTURES = 2
const GONE = '(A picture of the page as it was then is left out. viewPage shows it as it is now.)'

/** The same array where there are no more than two pictures; what a person sent stands in the opening and is no matter of this. */
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
