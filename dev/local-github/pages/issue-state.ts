import type { Hub } from '../hub.ts'
import { listRepositories, roleOf, type Repository } from '../store/repository-rows.ts'
import type { Role } from '../store/row-types.ts'
import { ensureUser } from '../store/user-rows.ts'

/** How somebody stands to a repository, in the words of the pages. */
export type Standing = 'maintainer' | 'writer' | 'reader' | 'outsider'
export type Person = { id: number; login: string; standing: Standing }
/** Who looks at the page, and as whom they could look at it. */
export type Viewer = Person & { people: readonly Person[] }

const STANDINGS: Record<Role, Standing> = { admin: 'maintainer', write: 'writer', read: 'reader' }
const NOBODY: Person = { id: 0, login: '', standing: 'outsider' }

export function standingOf(role: Role | null): Standing {
  return role === null ? 'outsider' : STANDINGS[role]
}

/** `chosen` where it is one of the people, else the first of them; without a repository, as they stand to the first one. */
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

/** Authors may change their own words, writers those of others. */
export function mayChange(viewer: Viewer, authorId: number): boolean {
  return viewer.id === authorId || mayWrite(viewer)
}

/** A sentence for people of what they may not do, and who may. */
export function refusal(viewer: Viewer, what: string): string {
  const others = viewer.people.filter(mayWrite).map(({ login }) => login)
  const hint = others.length === 0 ? '' : ` To do it, act as ${others.join(' or ')} at the top of the page.`
  return `${viewer.login} is ${viewer.standing === 'outsider' ? 'an outsider' : `a ${viewer.standing}`} here and may not ${what}.${hint}`
}
