/** `context`: '' for the default value, else where the value applies, such as `.dark` or `prefers-color-scheme: dark`. */
export type DesignToken = { name: string; value: string; context: string }

const TOKENS = 400
const VALUE = 80
/** Maximum length of a context, and how much of what is before a brace is read, in characters. */
const CONTEXT = 60
const PRELUDE = 200

/** The custom properties of a style sheet, in order, and its Tailwind 4 utilities. Runs in linear time. */
export function cssTokens(css: string): { tokens: DesignToken[]; utilities: string[] } {
  const tokens: DesignToken[] = []
  const utilities: string[] = []
  /** The contexts of the open blocks, the innermost last. */
  const contexts: string[] = []
  for (const { text, end } of pieces(css)) {
    const said = text.replace(/\s+/g, ' ').trim()
    if (end === '{') {
      const utility = said.length > PRELUDE ? undefined : /^@utility ([\w*-]+)$/.exec(said)?.[1]
      if (utility !== undefined) utilities.push(utility)
      contexts.push(contextIn(contexts.at(-1) ?? '', said.slice(0, PRELUDE)))
      continue
    }
    const declared = /^(--[\w*-]+) ?: ?(.+)$/.exec(said)
    const [, name, value] = declared ?? []
    if (name !== undefined && value !== undefined && tokens.length < TOKENS)
      tokens.push({ name, value: value.slice(0, VALUE), context: contexts.at(-1) ?? '' })
    if (end === '}') contexts.pop()
  }
  return { tokens, utilities: utilities.slice(0, 50) }
}

/** The text between the braces and semicolons of a style sheet, without comments; those in strings don't count. */
function* pieces(css: string): Generator<{ text: string; end: string }> {
  // The start of a comment or string always matches, so no text is scanned twice.
  const marks = /\/\*(?:[^]*?\*\/|[^]*)|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|[{};]/g
  let text = ''
  let from = 0
  for (const mark of css.matchAll(marks)) {
    text += css.slice(from, mark.index)
    from = mark.index + mark[0].length
    if (mark[0].length > 1 || !'{};'.includes(mark[0])) {
      if (!mark[0].startsWith('/*')) text += mark[0]
      continue
    }
    yield { text, end: mark[0] }
    text = ''
  }
}

/** The context inside of a block. Blocks that say nothing about when a value applies don't count. */
function contextIn(outer: string, block: string): string {
  if (/^(?:@theme\b.*|@layer\b.*|:root|:host|:root, ?:host|html|body|\*)$/.test(block)) return outer
  const own = block
    .replace(/^@media ?/, '')
    .replace(/[()]/g, '')
    .slice(0, 40)
  return (outer === '' ? own : `${outer} ${own}`).slice(0, CONTEXT)
}

/** The tokens of a Tailwind 3 theme, named by their path in it; `extend` is merged in. */
export function themeTokens(config: unknown): DesignToken[] {
  const theme = partOf(config, 'theme')
  return [...flat(partOf(theme, 'extend'), []), ...flat(theme, []).filter(({ name }) => !name.startsWith('extend.'))].slice(0, TOKENS)
}

function partOf(value: unknown, key: string): unknown {
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Names such as `colors.brand.500`; four levels cover every class name. */
function flat(value: unknown, path: readonly string[]): DesignToken[] {
  if (typeof value === 'string' || typeof value === 'number')
    return path.length < 2 ? [] : [{ name: path.join('.'), value: String(value).slice(0, VALUE), context: '' }]
  if (Array.isArray(value))
    return flat(typeof value[0] === 'string' ? value.filter((one) => typeof one === 'string').join(', ') : undefined, path)
  if (!isRecord(value) || path.length > 4) return []
  return Object.entries(value).flatMap(([key, inner]) => flat(inner, [...path, key]))
}
