import { renderedText } from '../shared/rendered-text.ts'
import { markPictures } from './prompt-pictures.ts'

/** GitHub's limit of a comment, in characters. */
const COMMENT = 65_536
/** How much of a comment is read, and how much the model gets, in characters. */
const TEXT = { read: 4_000, given: 1_000 }

/** What a comment says, as text for the model. */
export function commentText(body: string): string {
  const read = renderedText(body.slice(0, COMMENT)).slice(0, TEXT.read)
  return markPictures(read).slice(0, TEXT.given).toWellFormed().trim()
}
