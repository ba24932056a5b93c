import { Hono } from 'hono'
import { z } from 'zod'
import { ApiError, notFound } from '../api-error.ts'
import { isSignedLink, signLink } from '../authentication.ts'
import type { Hub } from '../hub.ts'
import { readCommit } from '../git/git-commits.ts'
import { listRefs, readRef, resolveCommit } from '../git/revisions.ts'
import { encodePath, repositoryApiUrl } from '../payloads/payload-links.ts'
import { commitPayload } from '../payloads/commit-payload.ts'
import { pageUrl } from '../payloads/payload-links.ts'
import { fullRepositoryPayload } from '../payloads/repository-payload.ts'
import { userPayload } from '../payloads/user-payload.ts'
import { findRepository, roleOf, type Repository } from '../store/repository-rows.ts'
import { renameRepository } from '../services/repository-service.ts'
import { userByLogin } from '../store/user-rows.ts'
import { streamArchive } from '../git/git-archive.ts'
import { READ_COLLABORATORS, READ_CONTENTS, READ_METADATA, WRITE_ADMINISTRATION } from './required-permissions.ts'
import { enter, enterAsAuthor, pageOf, param, readBody, type ApiEnv } from './rest-request.ts'

const changedRepository = z.object({ name: z.string().regex(/^[\w.-]{1,100}$/) })

function protectionPayload(hub: Hub, repository: Repository, branch: string) {
  return {
    protected: false,
    protection: { enabled: false, required_status_checks: { enforcement_level: 'off', contexts: [], checks: [] } },
    protection_url: repositoryApiUrl(hub, repository, `/branches/${encodePath(branch)}/protection`),
  }
}

export function repositoryRoutes(hub: Hub): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()

  routes.get('/repos/:owner/:repo', (c) => {
    const { repository, access } = enter(hub, c, READ_METADATA)
    return c.json(fullRepositoryPayload(hub, repository, access.role))
  })

  routes.patch('/repos/:owner/:repo', async (c) => {
    const { repository, author } = enterAsAuthor(hub, c, WRITE_ADMINISTRATION)
    const { name } = await readBody(c, changedRepository)
    return c.json(fullRepositoryPayload(hub, renameRepository(hub, repository, author, name), 'admin'))
  })

  routes.get('/repos/:owner/:repo/branches', async (c) => {
    const { repository } = enter(hub, c, READ_CONTENTS)
    const branches = [...(await listRefs(repository.gitPath, 'refs/heads/'))].map(([ref, sha]) => ({
      name: ref.slice('refs/heads/'.length),
      sha,
    }))
    const items = pageOf(hub, c, branches).map(({ name, sha }) => ({
      name,
      commit: { sha, url: repositoryApiUrl(hub, repository, `/commits/${sha}`) },
      ...protectionPayload(hub, repository, name),
    }))
    return c.json(items)
  })

  routes.get('/repos/:owner/:repo/branches/:branch{.+}', async (c) => {
    const { repository } = enter(hub, c, READ_CONTENTS)
    const name = param(c, 'branch')
    const sha = await readRef(repository.gitPath, `refs/heads/${name}`)
    if (sha === null) throw new ApiError(404, 'Branch not found')
    const commit = commitPayload(hub, repository, await readCommit(repository.gitPath, sha))
    const links = {
      self: repositoryApiUrl(hub, repository, `/branches/${encodePath(name)}`),
      html: pageUrl(hub, repository, `/tree/${encodePath(name)}`),
    }
    return c.json({ name, commit, _links: links, ...protectionPayload(hub, repository, name) })
  })

  routes.get('/repos/:owner/:repo/collaborators/:login/permission', (c) => {
    const { repository } = enter(hub, c, READ_COLLABORATORS)
    const user = userByLogin(hub.store, param(c, 'login'))
    if (user === undefined) throw new ApiError(404, `${param(c, 'login')} is not a user`)
    const permission = roleOf(hub, repository, user.id) ?? (repository.row.private ? 'none' : 'read')
    const write = permission === 'admin' || permission === 'write'
    const permissions = {
      admin: permission === 'admin',
      maintain: permission === 'admin',
      push: write,
      triage: write,
      pull: permission !== 'none',
    }
    return c.json({ permission, user: { ...userPayload(hub, user), permissions, role_name: permission }, role_name: permission })
  })

  routes.get('/repos/:owner/:repo/tarball/:ref{.+}', (c) => {
    const { repository } = enter(hub, c, READ_CONTENTS)
    const path = `/_archive/${repository.fullName}/legacy.tar.gz/${encodePath(param(c, 'ref'))}`
    return c.redirect(`${hub.url}${path}?token=${signLink(hub, path)}`, 302)
  })

  return routes
}

/** The target of the `tarball` redirect. It needs no header: the signed link is the authorization. */
export function archiveRoutes(hub: Hub): Hono {
  const routes = new Hono()
  routes.get('/_archive/:owner/:repo/legacy.tar.gz/:ref{.+}', async (c) => {
    if (!isSignedLink(hub, new URL(c.req.url).pathname, c.req.query('token') ?? '')) throw notFound()
    const repository = findRepository(hub, c.req.param('owner'), c.req.param('repo'))
    if (repository === undefined) throw notFound()
    const sha = await resolveCommit(repository.gitPath, c.req.param('ref'))
    if (sha === null) throw notFound()
    const folder = `${repository.owner.login}-${repository.row.name}-${sha.slice(0, 7)}`
    return c.body(streamArchive(repository.gitPath, sha, folder), 200, {
      'Content-Type': 'application/x-gzip',
      'Content-Disposition': `attachment; filename=${folder}.tar.gz`,
    })
  })
  return routes
}
