import { findAll } from '../shared/find-all.ts'
import { lineFinder } from '../shared/line-finder.ts'
import { describeNearestMatch } from './nearest-match.ts'

/**
 * Replaces the only occurrence of `find`. If there is none or more than one, the error says where to look. If every line of the text ends
 * with CRLF, LF in `find` and `replace` matches CRLF: models hardly ever write CRLF.
 */
export function editText(text: string, find: string, replace: string): { ok: true; text: string } | { ok: false; error: string } {
  if (find === '') return { ok: false, error: '"find" is empty. Give the text to replace.' }
  if (find === replace) return { ok: false, error: '"find" and "replace" are the same, so nothing would change.' }
  const meansCrlf = endsInCrlf(text) && !`${find}${replace}`.includes('\r')
  const [wanted, instead] = meansCrlf ? [withCrlf(find), withCrlf(replace)] : [find, replace]
  const places = placesOf(text, wanted)
  const [first] = places
  if (first === undefined) return { ok: false, error: `"find" does not occur in the file. ${describeNearestMatch(text, find)}` }
  if (places.length > 1) {
    const lines = places.slice(0, 10).map(lineFinder(text))
    const occurs = places.length > MOST_PLACES ? `more than ${MOST_PLACES} times` : `${places.length} times`
    return {
      ok: false,
      error: `"find" occurs ${occurs}, at lines ${lines.join(', ')}. Include more lines around it so that it occurs once.`,
    }
  }
  return { ok: true, text: text.slice(0, first) + instead + text.slice(first + wanted.length) }
}

const MOST_PLACES = 100

function placesOf(text: string, find: string): number[] {
  return findAll(text, find, MOST_PLACES + 1)
}

/** True if the text has line breaks and all are CRLF. */
export function endsInCrlf(text: string): boolean {
  return text.includes('\r\n') && !/(?<!\r)\n/.test(text)
}

function withCrlf(text: string): string {
  return text.replaceAll('\n', '\r\n')
}
