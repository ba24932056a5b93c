import { reader } from '../shared/hostile-text.ts'
import { lineFinder } from '../shared/line-finder.ts'
import type { Annotation } from '../projects/records.ts'

type Place = Pick<Annotation, 'path' | 'line'>

/** Lengths of the words that are searched for, in characters. */
const WORD = { least: 3, most: 400 }

/**
 * Finds the source lines of page elements by their literal id, label, class or text: a quoted text or a text between tags that is the same
 * and occurs once in all sources. Reads the sources once for all elements. The answer is `null` for an element without such a word.
 */
export const elementSources = reader(
  'elementSources',
  (htmls: readonly string[], sources: Record<string, string>): ((html: string) => Place | null) => {
    const words = new Map(htmls.map((html) => [html, wordsOf(html)]))
    const found = placesOf(new Set([...words.values()].flat()), sources)
    return (html) => {
      for (const word of words.get(html) ?? []) {
        const place = found.get(word)
        if (place != null) return place
      }
      return null
    }
  },
)

/** The texts by which the element may be found, the most telling first. */
function wordsOf(html: string): string[] {
  const tag = /^<[a-z][\w-]*((?:[^"<>]|"[^"]*")*)>?/i.exec(html)
  if (tag === null) return []
  const attributes = Object.fromEntries(
    [...(tag[1] ?? '').matchAll(/(?<![\w:-])([\w:-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  )
  const text = /^[^<>{}]{3,80}/.exec(html.slice(tag[0].length))?.[0]
  const words = [attributes['id'], attributes['aria-label'], attributes['class'], attributes['href'], attributes['placeholder'], text]
  return words.flatMap((word) => (word === undefined ? [] : [unescaped(word).trim()])).filter((word) => word.length >= WORD.least)
}

/** The marks that texts are between: each kind of quote, and tags and braces. A line ends every text. */
const KINDS = ['"', "'", '`', '<>{}']
/** For the code of each mark, one bit for each kind that it belongs to. */
const BITS = new Uint8Array(128)
for (const [kind, marks] of KINDS.entries())
  for (const mark of `${marks}\n`) BITS[mark.charCodeAt(0)] = (BITS[mark.charCodeAt(0)] ?? 0) | (1 << kind)

const END = '\n'.charCodeAt(0)

/** Where each word is; `null` if it is in several places. */
function placesOf(words: ReadonlySet<string>, sources: Record<string, string>): Map<string, Place | null> {
  const found = new Map<string, Place | null>()
  for (const [path, text] of Object.entries(sources)) {
    let lineAt: ReturnType<typeof lineFinder> | null = null
    const seen = new Map<string, number>()
    const note = (from: number, to: number): void => {
      if (to - from < WORD.least || to - from > WORD.most) return
      const whole = text.slice(from, to)
      const word = whole.trim()
      if (!words.has(word)) return
      const at = from + whole.indexOf(word)
      // The same word may be between marks of several kinds.
      if (seen.get(word) === at) return
      seen.set(word, at)
      lineAt ??= lineFinder(text)
      found.set(word, found.has(word) ? null : { path, line: lineAt(at) })
    }
    const starts = KINDS.map(() => 0)
    for (let index = 0; index <= text.length; index += 1) {
      const code = index === text.length ? END : text.charCodeAt(index)
      const bits = code < BITS.length ? (BITS[code] ?? 0) : 0
      for (let kind = 0; bits >> kind > 0; kind += 1) {
        if (((bits >> kind) & 1) === 0) continue
        note(starts[kind] ?? 0, index)
        starts[kind] = index + 1
      }
    }
  }
  return found
}

function unescaped(html: string): string {
  return html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&nbsp;', '\u00a0')
    .replaceAll('&amp;', '&')
}
