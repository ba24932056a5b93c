/** `type` as written, on one line, `null` if not declared; unions of literals and `cva` variants are expanded. */
export type PropFact = { name: string; optional: boolean; type: string | null }

/** An exported component: its export name, its own props, and the types that it extends, such as `ComponentProps<'button'>`. */
export type ComponentFact = { name: string; isDefault: boolean; props: PropFact[]; inherits: string[] }

export type ComponentFile = { path: string; components: ComponentFact[] }

/** One line per component: `Button { variant?: 'primary' | 'quiet' } & ComponentProps<'button'>`. */
export function componentLine({ name, isDefault, props, inherits }: ComponentFact): string {
  const own = props.map((prop) => `${prop.name}${prop.optional ? '?' : ''}${prop.type === null ? '' : `: ${prop.type}`}`).join('; ')
  const parts = [...(own === '' ? [] : [`{ ${own} }`]), ...inherits]
  return `${name}${isDefault ? ' (default export)' : ''}${parts.length === 0 ? '' : ` ${parts.join(' & ')}`}`
}

const STOP_WORDS = new Set([
  'the',
  'and',
  'with',
  'for',
  'that',
  'from',
  'this',
  'into',
  'component',
  'components',
  'please',
  'make',
  'add',
  'new',
])

/** The distinct significant words of a text, in lower case; `pricingCard` and `pricing-card` are two words each. */
function wordsOf(text: string): Set<string> {
  const words = text
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .match(/[\p{L}\p{N}]{3,}/gu)
  return new Set((words ?? []).map((word) => word.replace(/(?<=...)s$/, '')).filter((word) => !STOP_WORDS.has(word)))
}

/**
 * Sorts by relevance to the request: shared words first, then primitives (a `ui` folder), then the component folder, then the rest; then by
 * path.
 */
export function byRelevance<Item>(
  items: readonly Item[],
  {
    request,
    componentFolder,
    pathOf,
    textOf,
  }: { request: string; componentFolder: string; pathOf: (item: Item) => string; textOf: (item: Item) => string },
): Item[] {
  const wanted = wordsOf(request)
  const ranked = items.map((item) => {
    const path = pathOf(item)
    const shared = [...wordsOf(textOf(item))].filter((word) => wanted.has(word)).length
    const place = /(?:^|\/)(?:ui|primitives)\//.test(path) ? 0 : path.startsWith(`${componentFolder}/`) ? 1 : 2
    return { item, path, shared, place }
  })
  return ranked.toSorted((a, b) => b.shared - a.shared || a.place - b.place || (a.path < b.path ? -1 : 1)).map(({ item }) => item)
}

/** Files of the package that may contain components: no tests, stories, configuration or types. */
export function componentPaths(paths: readonly string[], folder: string, componentFolder: string): string[] {
  return paths.filter((path) => {
    if (folder !== '' && !path.startsWith(`${folder}/`)) return false
    if (/\.(?:test|spec|stories|config|d)\.|(?:^|\/)(?:node_modules|dist|build|out|coverage|__tests__|__mocks__|\.[^/]+)\//.test(path))
      return false
    return /\.[jt]sx$/.test(path) || (path.endsWith('.js') && path.startsWith(`${componentFolder}/`))
  })
}
