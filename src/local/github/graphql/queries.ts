import { demand, enterRepository } from '../access.ts'
import type { Actor } from '../actor.ts'
import { ApiError } from '../api-error.ts'
import type { Hub } from '../hub.ts'
import { readCommit } from '../git/commits.ts'
import { readRef, resolveCommit } from '../git/revisions.ts'
import { nodeId } from '../payloads/links.ts'
import { userPayload } from '../payloads/user.ts'
import { READ_CONTENTS } from '../rest/needs.ts'
import type { Repository } from '../store/repositories.ts'
import { commitObject, refObject, repositoryObject } from './objects.ts'

/** `viewer` and what a bot asks of a repository's refs and commits. */
export function queryRoot(hub: Hub, actor: Actor) {
  return {
    viewer: () => {
      if (actor.kind !== 'person' && actor.kind !== 'installation') throw new ApiError(403, 'Resource not accessible by integration')
      const { avatar_url: avatarUrl, html_url: url } = userPayload(hub, actor.user)
      return { login: actor.user.login, id: nodeId(actor.user.type, actor.user.id), databaseId: actor.user.id, url, avatarUrl }
    },
    repository: ({ owner, name }: { owner: string; name: string }) => {
      const access = enterVisible(hub, actor, owner, name)
      const { repository } = access
      const refOf = async (ref: string) => {
        demand(access, READ_CONTENTS)
        return findRef(hub, repository, ref)
      }
      return {
        ...repositoryObject(hub, repository),
        ref: ({ qualifiedName }: { qualifiedName: string }) =>
          refOf(qualifiedName.startsWith('refs/') ? qualifiedName : `refs/heads/${qualifiedName}`),
        defaultBranchRef: () => refOf(`refs/heads/${repository.row.default_branch}`),
        object: async ({ oid, expression }: { oid?: string; expression?: string }) => {
          demand(access, READ_CONTENTS)
          const sha = await resolveCommit(repository.gitPath, oid ?? expression ?? '')
          return sha === null ? null : commitObject(hub, repository, await readCommit(repository.gitPath, sha))
        },
      }
    },
  }
}

export function enterVisible(hub: Hub, actor: Actor, owner: string, name: string) {
  try {
    return enterRepository(hub, actor, owner, name)
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) {
      throw new ApiError(404, `Could not resolve to a Repository with the name '${owner}/${name}'.`)
    }
    throw error
  }
}

async function findRef(hub: Hub, repository: Repository, ref: string) {
  const sha = await readRef(repository.gitPath, ref)
  return sha === null ? null : refObject(repository, ref, commitObject(hub, repository, await readCommit(repository.gitPath, sha)))
}
