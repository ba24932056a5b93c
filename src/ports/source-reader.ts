import type { AnyText } from '#src/domain/shared/hostile-text.ts'
import type { Measured } from '#src/domain/checks/measured.ts'
import type { ComponentFact } from '#src/domain/repository/component-facts.ts'
import type { SourceOutline } from '#src/domain/repository/source-outline.ts'

/** One import of a source file: `specifier` as written, `line` counted from 1. */
export type ImportSite = { specifier: string; line: number }

/**
 * Reads source text without running it. `.js` files may contain JSX. What a file imports and contains decides checks, so these answers say
 * why they are missing: 'page' if the file can't be parsed or takes too much processor time, 'machine' if the machine was too busy. The
 * others are `null` for the same reasons. Never throws.
 */
export interface SourceReader {
  /** Static imports, re-exports and dynamic imports of a literal, without type-only ones. */
  importsOf(path: string, text: AnyText): Promise<Measured<ImportSite[]>>
  /** The components that the file declares and exports, at most 20 with at most 30 props each. */
  componentsOf(path: string, text: AnyText): Promise<ComponentFact[] | null>
  /** The object that a configuration file exports. Values that would have to be computed are left out. */
  exportedObject(path: string, text: AnyText): Promise<Record<string, unknown> | null>
  /** The parts that matter to a design system. */
  outlineOf(path: string, text: AnyText): Promise<Measured<SourceOutline>>
}
