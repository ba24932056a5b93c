/** `lineOf`: the line, from 1, of the value at a path of keys and indexes, or of the nearest one that exists. */
export type YamlDocument =
  | { ok: true; value: unknown; lineOf: (path: readonly PropertyKey[]) => number }
  | { ok: false; problem: string; line: number }

/** Reads YAML, and so JSON, without running any of it. Never throws; excessive nesting or repetition is reported as a problem. */
export interface YamlReader {
  read(text: string): YamlDocument
}
