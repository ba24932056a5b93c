import type { Signature } from '../git/git-commits.ts'
import { now } from '../current-time.ts'
import type { UserRow } from '../store/row-types.ts'

/** Who does something: a person, or the app's bot user. */
export type Author = { user: UserRow; viaApp: boolean }

/** How GitHub writes an account into a commit. */
export function signatureOf(user: UserRow): Signature {
  return { name: user.login, email: `${user.id}+${user.login}@users.noreply.github.com`, date: now() }
}

/** The committer of every commit that GitHub makes itself. */
export function gitHubSignature(): Signature {
  return { name: 'GitHub', email: 'noreply@github.com', date: now() }
}
