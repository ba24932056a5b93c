/** `lineOf`: where the value at a path of keys and indexes stands, or the nearest that is there; counted from 1. */
export type YamlDocument =
  | { ok: true; value: unknown; lineOf: (path: readonly PropertyKey[]) => number }
  | { ok: false; problem: string; line: number }

/** Reads YAML, and so JSON, without running anything of it. Never throws; what is nested or repeated without end is a problem of the text. */
export interface YamlReader {
  read(text: string): YamlDocument
}
