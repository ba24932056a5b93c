import { z } from 'zod'

/** The team's code style, as measured or configured; `null` if unknown. */
export type CodeStyle = {
  quotes: 'single' | 'double' | null
  semicolons: boolean | null
  /** 'tabs', or the number of spaces. */
  indentation: 'tabs' | number | null
  exports: 'named' | 'default' | null
  fileNames: 'kebab-case' | 'PascalCase' | 'camelCase' | null
  /** Paths of formatter and linter configurations. */
  configs: string[]
}

export type SourceFile = { path: string; text: string }

/** Formatter and linter configurations, in the repository root or the package folder. */
const CONFIGS =
  /^(?:\.prettierrc(?:\.[a-z0-9]+)?|prettier\.config\.[a-z]+|\.editorconfig|\.eslintrc(?:\.[a-z]+)?|eslint\.config\.[a-z]+|biome\.jsonc?|\.oxlintrc\.json|\.oxfmtrc\.jsonc?|oxlint\.config\.[a-z]+|\.stylelintrc(?:\.[a-z]+)?|dprint\.json)$/

const prettierSchema = z.object({
  singleQuote: z.boolean().optional().catch(undefined),
  semi: z.boolean().optional().catch(undefined),
  useTabs: z.boolean().optional().catch(undefined),
  tabWidth: z.number().int().min(1).max(16).optional().catch(undefined),
})

/** The configurations that apply to a package: its own before the repository's. */
export function codeStyleConfigs(paths: readonly string[], folder: string): string[] {
  const at = (place: string) => paths.filter((path) => path.startsWith(place) && CONFIGS.test(path.slice(place.length)))
  return [...(folder === '' ? [] : at(`${folder}/`)), ...at('')].slice(0, 12)
}

/** Measured on a sample of the repository's own files; the configuration of prettier or .editorconfig takes precedence. */
export function measureCodeStyle(
  files: readonly SourceFile[],
  { configs, prettier, editorconfig }: { configs: string[]; prettier: unknown; editorconfig: string | null },
): CodeStyle {
  const set = prettierSchema.safeParse(prettier).data ?? {}
  const lines = files.flatMap(({ text }) => text.slice(0, 20_000).split(/\r?\n/))
  const imports = lines.filter((line) => /^(?:import|export)\b.* from ["']/.test(line))
  return {
    quotes:
      set.singleQuote === undefined
        ? more(imports, (line) => / from '/.test(line), 'single', 'double')
        : set.singleQuote
          ? 'single'
          : 'double',
    semicolons: set.semi ?? more(imports, (line) => /;\s*$/.test(line), true, false),
    indentation: set.useTabs === true ? 'tabs' : (set.tabWidth ?? editorIndentation(editorconfig) ?? measuredIndentation(lines)),
    exports: more(
      files.filter(({ text }) => /^export\b/m.test(text)),
      ({ text }) => !/^export default\b/m.test(text),
      'named',
      'default',
    ),
    fileNames: fileNames(files.map(({ path }) => path)),
    configs,
  }
}

/** What applies to most items; `null` if there are none. */
function more<Item, Answer>(items: readonly Item[], test: (item: Item) => boolean, yes: Answer, no: Answer): Answer | null {
  if (items.length === 0) return null
  return items.filter(test).length * 2 >= items.length ? yes : no
}

function editorIndentation(text: string | null): 'tabs' | number | null {
  if (text === null) return null
  if (/^[ \t]*indent_style[ \t]*=[ \t]*tab[ \t]*\r?$/im.test(text)) return 'tabs'
  const size = /^[ \t]*indent_size[ \t]*=[ \t]*(\d{1,2})[ \t]*\r?$/im.exec(text)?.[1]
  return size === undefined ? null : Number(size)
}

/** The smallest common indentation of the indented lines. */
function measuredIndentation(lines: readonly string[]): 'tabs' | number | null {
  const indented = lines.flatMap((line) => /^(\t+| +)\S/.exec(line)?.[1] ?? [])
  if (indented.length === 0) return null
  const tabs = indented.filter((space) => space.startsWith('\t')).length
  if (tabs * 2 > indented.length) return 'tabs'
  const widths = [2, 4].map((width) => indented.filter((space) => space.startsWith(' ') && space.length === width).length)
  return (widths[0] ?? 0) > 0 ? 2 : 4
}

function fileNames(paths: readonly string[]): CodeStyle['fileNames'] {
  const names = paths.flatMap((path) => {
    const [last = '', folder = ''] = path.split('/').toReversed()
    const stem = last.replace(/\.\w+$/, '')
    return stem === 'index' ? [folder] : [stem]
  })
  const kinds = [
    ['kebab-case', names.filter((name) => /^[a-z0-9]+(?:-[a-z0-9]+)+$/.test(name)).length],
    ['PascalCase', names.filter((name) => /^[A-Z][A-Za-z0-9]*$/.test(name)).length],
    ['camelCase', names.filter((name) => /^[a-z0-9]+(?:[A-Z][a-z0-9]*)+$/.test(name)).length],
    // A single lower-case word is most likely a short kebab-case name.
    ['kebab-case', names.filter((name) => /^[a-z0-9]+$/.test(name)).length / 2],
  ] as const
  const [kind, count] = kinds.toSorted((a, b) => b[1] - a[1])[0] ?? ['kebab-case', 0]
  return count === 0 ? null : kind
}

/** The code style as one line of the prompt. */
export function codeStyleLine({ quotes, semicolons, indentation, exports, fileNames: names, configs }: CodeStyle): string {
  const parts = [
    ...(quotes === null ? [] : [`${quotes} quotes`]),
    ...(semicolons === null ? [] : [semicolons ? 'semicolons' : 'no semicolons']),
    ...(indentation === null ? [] : [indentation === 'tabs' ? 'tabs' : `${indentation} spaces`]),
    ...(exports === null ? [] : [`${exports} exports`]),
    ...(names === null ? [] : [`files named in ${names}`]),
    ...(configs.length === 0 ? [] : [`configured in ${configs.join(', ')}`]),
  ]
  return parts.length === 0 ? 'not known yet' : parts.join('; ')
}
