import type { Hub } from '../hub.ts'
import { listRepositories, roleOf, type Repository } from '../store/repository-rows.ts'
import type { Role } from '../store/row-types.ts'
import { ensureUser } from '../store/user-rows.ts'

/** A person's role in a repository, as the pages call it. */
export type Standing = 'maintainer' | 'writer' | 'reader' | 'outsider'
export type Person = { id: number; login: string; standing: Standing }
/** The person who is viewing the page, and the people to act as. */
export type Viewer = Person & { people: readonly Person[] }

const STANDINGS: Record<Role, Standing> = { admin: 'maintainer', write: 'writer', read: 'reader' }
const NOBODY: Person = { id: 0, login: '', standing: 'outsider' }

export function standingOf(role: Role | null): Standing {
  return role === null ? 'outsider' : STANDINGS[role]
}

/** The person `chosen`, or else the first one. Roles are those in `repository`, by default the first one. */
export function viewerNamed(hub: Hub, chosen: string | undefined, repository: Repository | undefined = listRepositories(hub)[0]): Viewer {
  const people = [...new Set(hub.people.values())].map((login): Person => {
    const { id } = ensureUser(hub.store, login, 'User')
    return { id, login, standing: standingOf(repository === undefined ? null : roleOf(hub, repository, id)) }
  })
  return { ...(people.find(({ login }) => login === chosen) ?? people[0] ?? NOBODY), people }
}

export function mayWrite({ standing }: Person): boolean {
  return standing === 'maintainer' || standing === 'writer'
}

/** Authors may change their own texts; writers may change those of others too. */
export function mayChange(viewer: Viewer, authorId: number): boolean {
  return viewer.id === authorId || mayWrite(viewer)
}

/** Tells people what they can't do here, and who can. */
export function refusal(viewer: Viewer, what: string): string {
  const others = viewer.people.filter(mayWrite).map(({ login }) => login)
  const hint = others.length === 0 ? '' : ` To do this, act as ${others.join(' or ')} at the top of the page.`
  return `${viewer.login} is ${viewer.standing === 'outsider' ? 'an outsider' : `a ${viewer.standing}`} here and can’t ${what}.${hint}`
}
