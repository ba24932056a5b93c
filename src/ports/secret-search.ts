/** Where something looks like a secret, and the rule that says so; never the secret itself. Lines are counted from 1. */
type SecretFinding = { rule: string; line: number }

/** Looks for keys, tokens and passwords in texts, without a network. */
export interface SecretSearch {
  search(path: string, text: string): Promise<SecretFinding[]>
}
