import type { SourceOutline } from '#src/domain/source-outline.ts'

/** One import of a source file: `specifier` as written, `line` counted from 1. */
type ImportSite = { specifier: string; line: number }

/** Reads source text without running it. */
export interface SourceReader {
  /** Static imports, re-exports and dynamic imports of a literal; type-only ones left out. `null` where the file doesn't parse. */
  importsOf(path: string, text: string): ImportSite[] | null
  /** What a design system cares about. `null` where the file doesn't parse. */
  outlineOf(path: string, text: string): SourceOutline | null
}
