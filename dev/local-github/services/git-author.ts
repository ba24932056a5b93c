import type { Signature } from '../git/git-commits.ts'
import { now } from '../current-time.ts'
import type { UserRow } from '../store/row-types.ts'

/** The author of an operation: a person, or the app's bot user. */
export type Author = { user: UserRow; viaApp: boolean }

/** An account as GitHub writes it into a commit. */
export function signatureOf(user: UserRow): Signature {
  return { name: user.login, email: `${user.id}+${user.login}@users.noreply.github.com`, date: now() }
}

/** The committer of all commits that GitHub makes itself. */
export function gitHubSignature(): Signature {
  return { name: 'GitHub', email: 'noreply@github.com', date: now() }
}
