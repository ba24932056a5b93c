import type { ComponentFact } from '#src/domain/repository/component-facts.ts'
import type { SourceOutline } from '#src/domain/repository/source-outline.ts'

/** One import of a source file: `specifier` as written, `line` counted from 1. */
export type ImportSite = { specifier: string; line: number }

/**
 * Reads source text without running it. JSX may stand in `.js` files too. `null` where a file doesn't parse, be it that it takes too
 * long or goes deeper than any program does. Never throws.
 */
export interface SourceReader {
  /** Static imports, re-exports and dynamic imports of a literal; type-only ones left out. */
  importsOf(path: string, text: string): Promise<ImportSite[] | null>
  /** The components that the file itself makes and exports, at most 20 of at most 30 props. */
  componentsOf(path: string, text: string): Promise<ComponentFact[] | null>
  /** The object that a configuration exports, as far as it is written out; what would have to be run is left out. */
  exportedObject(path: string, text: string): Promise<Record<string, unknown> | null>
  /** What a design system cares about. */
  outlineOf(path: string, text: string): Promise<SourceOutline | null>
}
