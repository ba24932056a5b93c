import type { AnyText } from '#src/domain/shared/hostile-text.ts'

/** The place of a possible secret and the rule that matched; never the secret itself. Lines are counted from 1. */
type SecretFinding = { rule: string; line: number }

/** Searches texts for keys, tokens and passwords. Needs no network. */
export interface SecretSearch {
  search(path: string, text: AnyText): Promise<SecretFinding[]>
}
