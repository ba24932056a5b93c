import type { Annotation } from '../projects/records.ts'

/**
 * Finds the source line of a page element by its literal id, label, class or text. `null` if none of these occurs exactly once in the
 * sources.
 */
export function elementSource(html: string, sources: Record<string, string>): Pick<Annotation, 'path' | 'line'> | null {
  const tag = /^<[a-z][\w-]*((?:\s+[\w:-]+(?:="[^"]*"?)?)*)\s*\/?>?/i.exec(html)
  if (tag === null) return null
  const attributes = Object.fromEntries(
    [...(tag[1] ?? '').matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  )
  const text = /^[^<>{}]{3,80}/.exec(html.slice(tag[0].length))?.[0].trim()
  const words = [attributes['id'], attributes['aria-label'], attributes['class'], attributes['href'], attributes['placeholder'], text]
  for (const written of words) {
    const place = written === undefined || written.length < 3 ? null : onlyPlace(unescaped(written), sources)
    if (place !== null) return place
  }
  return null
}

function onlyPlace(written: string, sources: Record<string, string>): Pick<Annotation, 'path' | 'line'> | null {
  const places = Object.entries(sources).flatMap(([path, text]) => {
    const first = text.indexOf(written)
    if (first === -1) return []
    const place = { path, line: text.slice(0, first).split('\n').length }
    return text.includes(written, first + 1) ? [place, place] : [place]
  })
  return places.length === 1 ? (places[0] ?? null) : null
}

function unescaped(html: string): string {
  return html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&nbsp;', '\u00a0')
    .replaceAll('&amp;', '&')
}
