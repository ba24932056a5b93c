import type { Person } from '#src/domain/commands/command-message.ts'

/** Sign-in with the code host, through the app's user authorization. Throws only `Failure`. */
export interface SignIn {
  /** The URL to send the user to; they return with `state` and a code. */
  addressFor(state: string): string
  /** The user who returned; `null` if the code is invalid or expired. Their token is not stored. */
  personFor(code: string): Promise<Person | null>
}
