import type { Hub } from '../../hub.ts'
import { listRepositories, roleOf, type Repository } from '../../store/repository-rows.ts'
import type { Role } from '../../store/row-types.ts'
import { ensureUser } from '../../store/user-rows.ts'

/** A person's role in a repository, with the names that the pages show. */
export type PersonRole = 'maintainer' | 'writer' | 'reader' | 'outsider'
export type Person = { id: number; login: string; role: PersonRole }
/** The person who is viewing the page, and the people to act as. */
export type Viewer = Person & { people: readonly Person[] }

const PERSON_ROLES: Record<Role, PersonRole> = { admin: 'maintainer', write: 'writer', read: 'reader' }
const NOBODY: Person = { id: 0, login: '', role: 'outsider' }

export function personRoleOf(role: Role | null): PersonRole {
  return role === null ? 'outsider' : PERSON_ROLES[role]
}

/** The person `chosen`, or else the first one. Roles are those in `repository`, by default the first one. */
export function viewerNamed(hub: Hub, chosen: string | undefined, repository: Repository | undefined = listRepositories(hub)[0]): Viewer {
  const people = [...new Set(hub.people.values())].map((login): Person => {
    const { id } = ensureUser(hub.store, login, 'User')
    return { id, login, role: personRoleOf(repository === undefined ? null : roleOf(hub, repository, id)) }
  })
  return { ...(people.find(({ login }) => login === chosen) ?? people[0] ?? NOBODY), people }
}

export function mayWrite({ role }: Person): boolean {
  return role === 'maintainer' || role === 'writer'
}

/** Authors may change their own texts; writers may change those of others too. */
export function mayChange(viewer: Viewer, authorId: number): boolean {
  return viewer.id === authorId || mayWrite(viewer)
}

/** Tells people what they can't do here, and who can. */
export function refusal(viewer: Viewer, what: string): string {
  const others = viewer.people.filter(mayWrite).map(({ login }) => login)
  const hint = others.length === 0 ? '' : ` To do this, act as ${others.join(' or ')} at the top of the page.`
  return `${viewer.login} is ${viewer.role === 'outsider' ? 'an outsider' : `a ${viewer.role}`} here and can’t ${what}.${hint}`
}
