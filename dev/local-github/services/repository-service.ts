import { ApiError } from '../api-error.ts'
import type { Hub } from '../hub.ts'
import { findRepository, repositoryById, type Repository } from '../store/repository-rows.ts'
import type { Author } from './git-author.ts'
import { emit } from './emit-event.ts'

/** The id stays the same. Unlike on GitHub, the old name doesn't redirect. */
export function renameRepository(hub: Hub, repository: Repository, author: Author, name: string): Repository {
  if (findRepository(hub, repository.owner.login, name) !== undefined) throw new ApiError(422, 'name already exists on this account')
  hub.store.update('repositories', repository.row.id, { name })
  const renamed = repositoryById(hub, repository.row.id)
  const changes = { repository: { name: { from: repository.row.name } } }
  emit(hub, renamed, { event: 'repository', action: 'renamed', sender: author.user, fields: { changes } })
  return renamed
}
