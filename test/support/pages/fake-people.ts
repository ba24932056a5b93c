import type { Person, RepositoryRef } from '#src/domain/commands/command-message.ts'
import type { Failure } from '#src/domain/shared/failures.ts'
import type { Permission } from '#src/domain/commands/permissions.ts'
import type { SignIn } from '#src/ports/sign-in.ts'

/** A code host that redirects back at once, with the login as the code. */
export class FakePeople implements SignIn {
  returnUrl = 'https://ollio.example/sign-in/callback'
  /** The user who returns. */
  login = 'maya'
  /** By login. Other users have no access. */
  readonly permissions: Record<string, Permission> = { maya: 'write' }
  readonly asked: string[] = []
  refusal: Failure | null = null

  addressFor(state: string): string {
    return `${this.returnUrl}?${new URLSearchParams({ code: `code-of-${this.login}`, state }).toString()}`
  }

  async personFor(code: string): Promise<Person | null> {
    const login = /^code-of-(\w+)$/.exec(code)?.[1]
    return login === undefined ? null : { id: 7, login }
  }

  async permissionOf({ owner, name }: RepositoryRef, login: string): Promise<Permission> {
    this.asked.push(`${login} ${owner}/${name}`)
    if (this.refusal !== null) throw this.refusal
    return this.permissions[login] ?? 'none'
  }
}
