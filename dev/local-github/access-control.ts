import type { Actor } from './actor.ts'
import { ApiError, notFound } from './api-error.ts'
import type { Hub } from './hub.ts'
import type { Author } from './services/git-author.ts'
import { findRepository, roleOf, type Repository } from './store/repository-rows.ts'
import type { Permissions, Role } from './store/row-types.ts'

/** What an endpoint needs. */
export type Need = {
  /** One of these is enough for an installation; every token has 'metadata'. */
  permissions: readonly string[]
  level: 'read' | 'write'
  /** What a person needs for it; what is 'read' everybody may in a public repository. */
  role: 'read' | 'write'
}

/** A repository as one actor sees it: `role` is a person's, `granted` a token's. */
export type Access = { repository: Repository; actor: Actor; role: Role | null; granted: Permissions }

/** What everybody may do in a public repository, so a token for other repositories too. */
const PUBLIC: Permissions = { checks: 'read', contents: 'read', issues: 'read', metadata: 'read', pull_requests: 'read' }

/** 404 where the actor may not even know of the repository. */
export function enterRepository(hub: Hub, actor: Actor, owner: string, name: string): Access {
  const repository = findRepository(hub, owner, name)
  if (repository === undefined) throw notFound()
  if (actor.kind === 'app') throw new ApiError(403, 'Resource not accessible by integration')
  if (actor.kind === 'installation') {
    const mine = repository.row.owner_id === actor.installation.account_id
    const reached = mine && (actor.repositoryIds === null || actor.repositoryIds.includes(repository.row.id))
    if (!reached && repository.row.private) throw notFound()
    return { repository, actor, role: null, granted: reached ? actor.permissions : PUBLIC }
  }
  const role = actor.kind === 'person' ? roleOf(hub, repository, actor.user.id) : null
  if (repository.row.private && role === null) throw notFound()
  return { repository, actor, role, granted: {} }
}

export function demand({ actor, role, granted }: Access, need: Need): void {
  if (actor.kind === 'installation') {
    if (!need.permissions.some((name) => granted[name] === 'write' || granted[name] === need.level)) {
      throw new ApiError(403, 'Resource not accessible by integration')
    }
  } else if (actor.kind === 'anonymous') {
    if (need.level === 'write' || need.role === 'write') throw new ApiError(401, 'Requires authentication')
  } else if (need.role === 'write' && role !== 'admin' && role !== 'write') {
    throw new ApiError(403, 'Must have push access to repository')
  }
}

/** Who the change is by; `demand` has turned away everybody who can't change anything. */
export function authorOf({ actor }: Access): Author {
  if (actor.kind === 'anonymous' || actor.kind === 'app') throw new ApiError(401, 'Requires authentication')
  return { user: actor.user, viaApp: actor.kind === 'installation' }
}

/** Authors may change their own words; others need the right to write. */
export function demandOwnOrWrite(access: Access, authorId: number): void {
  const { actor, role } = access
  const own = actor.kind === 'person' && actor.user.id === authorId
  if (actor.kind === 'installation' || own || role === 'admin' || role === 'write') return
  throw new ApiError(403, 'Must have admin rights to Repository.')
}
