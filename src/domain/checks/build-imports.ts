import { reader } from '../shared/hostile-text.ts'
import { firstOf, knownLines, MESSAGE_CHARACTERS } from './finding-limits.ts'
import type { Annotation } from '../projects/records.ts'

/** Nobody writes longer ones. */
const SPECIFIER_CHARACTERS = 500
/** Specifiers that run a loader, and those that can't be parsed safely. */
const UNSAFE = /^data:|[!\\]/
/** An import of many files at once. */
const MANY = /\bimport\.meta\.glob\b/
const OPTION = /\bquery\b|\blang\.css\b|\\/

type Site = { specifier: string; line: number }

/**
 * Imports in a script that make the build read a file as a style sheet although its name is not one: such a file could load modules that
 * run during the build. Lines that already existed in `before` don't count. At most 50 of each kind.
 */
export const buildImports = reader(
  'buildImports',
  ({ path, text, before }: { path: string; text: string; before: string | null }, imports: readonly Site[]): Annotation[] => {
    const isKnown = knownLines(text, before)
    const fresh = (sites: Iterable<Site>): Site[] => firstOf(filtered(sites, ({ line }) => !isKnown(line)))
    const mistaken = fresh(filtered(imports, ({ specifier }) => isMistaken(specifier)))
    return [...mistaken, ...(OPTION.test(text) ? fresh(globs(text)) : [])].map(({ specifier, line }) => ({
      path,
      line,
      level: 'failure',
      message: `Imported as another file type than its name says: ${specifier}`.slice(0, MESSAGE_CHARACTERS),
    }))
  },
)

/** True for a specifier that makes a bundler read a script, or the specifier itself, as a style sheet. */
function isMistaken(specifier: string): boolean {
  if (specifier.length > SPECIFIER_CHARACTERS || UNSAFE.test(specifier)) return true
  const query = specifier.slice(1).search(/[?#&]/)
  return query !== -1 && /css/i.test(specifier.slice(query + 1))
}

function* globs(text: string): Generator<Site> {
  for (const [index, line] of text.split('\n').entries()) if (MANY.test(line)) yield { specifier: line.trim(), line: index + 1 }
}

function* filtered<Item>(items: Iterable<Item>, isMeant: (item: Item) => boolean): Generator<Item> {
  for (const item of items) if (isMeant(item)) yield item
}
