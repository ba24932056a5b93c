import type { Person } from '#src/domain/commands/command-message.ts'

/** Signing in with the code host, by the app's own user authorisation. Throws `Failure` only. */
export interface SignIn {
  /** Where somebody is sent to, who comes back with `state` and a code. */
  addressFor(state: string): string
  /** Who came back; `null` where the code is not, or no longer, good. No token of theirs is kept. */
  personFor(code: string): Promise<Person | null>
}
