import type { elementSources } from '#src/domain/checks/element-source.ts'
import type { Annotation } from '#src/domain/projects/records.ts'
import type { ColorScheme, PageElement, PageView } from '#src/ports/page-browser.ts'

/** The place of an element in the sources, by its HTML. */
export type SourceOf = ReturnType<typeof elementSources>

/** Maximum number of elements that are named for one finding. */
const ELEMENTS = 5

/** A finding with its elements, each with its source if it is known. */
export function describe(text: string, elements: readonly PageElement[], sourceOf: SourceOf): string {
  const named = elements.map(({ path, html }) => {
    const place = sourceOf(html)
    return place === null ? path : `${path} in ${place.path}:${place.line}`
  })
  return named.length === 0 ? text : `${text} (${named.join(', ')})`
}

export function annotate(message: string, elements: readonly PageElement[], sourceOf: SourceOf, level: Annotation['level']): Annotation[] {
  return elements.flatMap(({ path, html }) => {
    const place = sourceOf(html)
    return place === null ? [] : [{ ...place, level, message: `${message} (${path})` }]
  })
}

/** Each element once, the first five. */
export function byPath(elements: readonly PageElement[]): PageElement[] {
  return [...new Map(elements.map((element) => [element.path, element])).values()].slice(0, ELEMENTS)
}

/** `375, 768 and 1280 px in the light scheme, 1280 px in the dark scheme`. */
export function listViews(views: readonly PageView[]): string {
  const widths = (scheme: ColorScheme): string[] => [
    ...new Set(views.filter((view) => view.scheme === scheme).map(({ widthPx }) => String(widthPx))),
  ]
  const schemes = (['light', 'dark'] as const).map((scheme) => ({ scheme, px: widths(scheme) })).filter(({ px }) => px.length > 0)
  return schemes.map(({ scheme, px }) => `${LIST.format(px)} px in the ${scheme} scheme`).join(', ')
}

const LIST = new Intl.ListFormat('en', { type: 'conjunction' })
