import type { Actor } from './actor.ts'
import { ApiError, notFound } from './api-error.ts'
import type { Hub } from './hub.ts'
import type { Author } from './services/git-author.ts'
import { findRepository, roleOf, type Repository } from './store/repository-rows.ts'
import type { Permissions, Role } from './store/row-types.ts'

/** What an endpoint requires. */
export type Need = {
  /** An installation needs one of these; every token has 'metadata'. */
  permissions: readonly string[]
  level: 'read' | 'write'
  /** The role that a person needs. In a public repository everybody has 'read'. */
  role: 'read' | 'write'
}

/** A repository as one actor sees it. `role` applies to people, `granted` to installation tokens. */
export type Access = { repository: Repository; actor: Actor; role: Role | null; granted: Permissions }

/** What everybody may do in a public repository; it also applies to tokens of other repositories. */
const PUBLIC: Permissions = { checks: 'read', contents: 'read', issues: 'read', metadata: 'read', pull_requests: 'read' }

/** Throws 404 if the actor must not know that the repository exists. */
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

/** The author of a change. `demand` has already rejected actors that can't change anything. */
export function authorOf({ actor }: Access): Author {
  if (actor.kind === 'anonymous' || actor.kind === 'app') throw new ApiError(401, 'Requires authentication')
  return { user: actor.user, viaApp: actor.kind === 'installation' }
}

/** Authors may change their own texts; others need write access. */
export function demandOwnOrWrite(access: Access, authorId: number): void {
  const { actor, role } = access
  const own = actor.kind === 'person' && actor.user.id === authorId
  if (actor.kind === 'installation' || own || role === 'admin' || role === 'write') return
  throw new ApiError(403, 'Must have admin rights to Repository.')
}
