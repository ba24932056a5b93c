import { Hono } from 'hono'
import { z } from 'zod'
import { ApiError, notFound } from '../api-error.ts'
import type { Hub } from '../hub.ts'
import { isAncestor, isRefName, listRefs, objectType, readRef, ZERO_SHA } from '../git/revisions.ts'
import { encodePath, nodeId, repositoryApiUrl } from '../payloads/payload-links.ts'
import { changeRef } from '../services/ref-service.ts'
import type { Repository } from '../store/repository-rows.ts'
import { READ_CONTENTS, WRITE_CONTENTS } from './required-permissions.ts'
import { enter, enterAsAuthor, plainText, pageOf, param, readBody, type ApiEnv } from './rest-request.ts'

const newRef = z.object({ ref: plainText, sha: z.string() })
const movedRef = z.object({ sha: z.string(), force: z.boolean().default(false) })

export function gitRefRoutes(hub: Hub): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()

  const payloadOf = async (repository: Repository, ref: string, sha: string) => ({
    ref,
    node_id: nodeId('Ref', `${repository.row.id}:${ref}`),
    url: repositoryApiUrl(hub, repository, `/git/${encodePath(ref)}`),
    object: {
      sha,
      type: (await objectType(repository.gitPath, sha)) ?? 'commit',
      url: repositoryApiUrl(hub, repository, `/git/commits/${sha}`),
    },
  })

  routes.get('/repos/:owner/:repo/git/ref/:ref{.+}', async (c) => {
    const { repository } = enter(hub, c, READ_CONTENTS)
    const ref = `refs/${param(c, 'ref')}`
    const sha = await readRef(repository.gitPath, ref)
    if (sha === null) throw notFound()
    return c.json(await payloadOf(repository, ref, sha))
  })

  routes.get('/repos/:owner/:repo/git/matching-refs/:ref{.+}', async (c) => {
    const { repository } = enter(hub, c, READ_CONTENTS)
    const prefix = `refs/${param(c, 'ref')}`
    const refs = [...(await listRefs(repository.gitPath))].filter(([ref]) => ref.startsWith(prefix))
    return c.json(await Promise.all(pageOf(hub, c, refs).map(([ref, sha]) => payloadOf(repository, ref, sha))))
  })

  routes.post('/repos/:owner/:repo/git/refs', async (c) => {
    const { repository, author } = enterAsAuthor(hub, c, WRITE_CONTENTS)
    const { ref, sha } = await readBody(c, newRef)
    if (!/^refs\/(?:heads|tags)\/./.test(ref) || !isRefName(ref)) {
      throw new ApiError(422, `${ref} is not a valid ref name.`)
    }
    if ((await objectType(repository.gitPath, sha)) !== 'commit') throw new ApiError(422, 'Object does not exist')
    const created = await hub.locks.withLock(repository.row.id, () =>
      changeRef(hub, repository, author, { ref, before: ZERO_SHA, after: sha }),
    )
    if (!created) throw new ApiError(422, 'Reference already exists')
    return c.json(await payloadOf(repository, ref, sha), 201)
  })

  routes.patch('/repos/:owner/:repo/git/refs/:ref{.+}', async (c) => {
    const { repository, author } = enterAsAuthor(hub, c, WRITE_CONTENTS)
    const ref = `refs/${param(c, 'ref')}`
    const { sha, force } = await readBody(c, movedRef)
    const { gitPath } = repository
    if ((await objectType(gitPath, sha)) !== 'commit') throw new ApiError(422, 'Object does not exist')
    await hub.locks.withLock(repository.row.id, async () => {
      const before = await readRef(gitPath, ref)
      if (before === null) throw new ApiError(422, 'Reference does not exist')
      if (before === sha) return
      if (!force && !(await isAncestor(gitPath, before, sha))) throw new ApiError(422, 'Update is not a fast forward')
      if (!(await changeRef(hub, repository, author, { ref, before, after: sha }))) throw new ApiError(409, 'Reference cannot be updated')
    })
    return c.json(await payloadOf(repository, ref, sha))
  })

  routes.delete('/repos/:owner/:repo/git/refs/:ref{.+}', async (c) => {
    const { repository, author } = enterAsAuthor(hub, c, WRITE_CONTENTS)
    const ref = `refs/${param(c, 'ref')}`
    if (ref === `refs/heads/${repository.row.default_branch}`) throw new ApiError(422, 'Cannot delete the default branch')
    await hub.locks.withLock(repository.row.id, async () => {
      const before = await readRef(repository.gitPath, ref)
      if (before === null) throw new ApiError(422, 'Reference does not exist')
      if (!(await changeRef(hub, repository, author, { ref, before, after: ZERO_SHA })))
        throw new ApiError(409, 'Reference cannot be updated')
    })
    return c.body(null, 204)
  })

  return routes
}
