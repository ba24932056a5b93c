import { Hono } from 'hono'
import { z } from 'zod'
import { ApiError, notFound } from '../api-error.ts'
import { createInstallationToken } from '../authentication.ts'
import type { Hub } from '../hub.ts'
import { appPayload, installationPayload } from '../payloads/app-payload.ts'
import { fullRepositoryPayload, repositoryPayload } from '../payloads/repository-payload.ts'
import { findRepository, installationById, installationOf, repositoriesOf } from '../store/repository-rows.ts'
import { installationRow, permissionsSchema, type InstallationRow, type Permissions } from '../store/row-types.ts'
import { numberParam, pageOf, param, readBody, type ApiContext, type ApiEnv } from './rest-request.ts'

const tokenRequest = z.object({
  repositories: z.array(z.string()).max(500).optional(),
  repository_ids: z.array(z.number().int()).max(500).optional(),
  permissions: permissionsSchema.optional(),
})

export function demandApp(c: ApiContext): void {
  if (c.var.actor.kind !== 'app') throw new ApiError(401, 'A JSON web token could not be decoded')
}

export function appRoutes(hub: Hub): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()
  const payloadOf = (installation: InstallationRow) => {
    if (installation.account_id === null) throw notFound()
    return installationPayload(hub, installation, installation.account_id)
  }
  const installationFor = (c: ApiContext): InstallationRow => {
    demandApp(c)
    const installation = installationById(hub, numberParam(c, 'installation'))
    if (installation === undefined) throw notFound()
    return installation
  }

  routes.get('/app', (c) => {
    demandApp(c)
    const installations = hub.store.all(installationRow, 'SELECT * FROM installations WHERE account_id IS NOT NULL')
    return c.json({ ...appPayload(hub), installations_count: installations.length })
  })

  routes.get('/app/installations', (c) => {
    demandApp(c)
    const installations = hub.store.all(installationRow, 'SELECT * FROM installations WHERE account_id IS NOT NULL ORDER BY id')
    return c.json(pageOf(hub, c, installations).map(payloadOf))
  })

  routes.get('/app/installations/:installation', (c) => c.json(payloadOf(installationFor(c))))

  routes.post('/app/installations/:installation/access_tokens', async (c) => {
    const installation = installationFor(c)
    const request = await readBody(c, tokenRequest)
    const repositoryIds = narrowRepositories(hub, installation, request)
    const permissions = narrowPermissions(hub, request.permissions)
    const { token, expiresAt } = createInstallationToken(hub, installation.id, { repositoryIds, permissions })
    const chosen = repositoriesOf(hub, installation).filter(({ row }) => repositoryIds?.includes(row.id))
    const selection =
      repositoryIds === null
        ? { repository_selection: 'all' }
        : { repository_selection: 'selected', repositories: chosen.map((repository) => repositoryPayload(hub, repository)) }
    return c.json({ token, expires_at: expiresAt, permissions, ...selection }, 201)
  })

  routes.get('/repos/:owner/:repo/installation', (c) => {
    demandApp(c)
    const repository = findRepository(hub, param(c, 'owner'), param(c, 'repo'))
    if (repository === undefined) throw notFound()
    return c.json(payloadOf(installationOf(hub, repository)))
  })

  routes.get('/installation/repositories', (c) => {
    const { actor } = c.var
    if (actor.kind !== 'installation') throw new ApiError(403, 'Resource not accessible by integration')
    const all = repositoriesOf(hub, actor.installation)
    const seen = all.filter(({ row }) => actor.repositoryIds === null || actor.repositoryIds.includes(row.id))
    const repositories = pageOf(hub, c, seen).map((repository) => fullRepositoryPayload(hub, repository, null))
    return c.json({ total_count: seen.length, repository_selection: actor.repositoryIds === null ? 'all' : 'selected', repositories })
  })

  return routes
}

function narrowRepositories(hub: Hub, installation: InstallationRow, request: z.infer<typeof tokenRequest>): number[] | null {
  if (request.repositories === undefined && request.repository_ids === undefined) return null
  const known = repositoriesOf(hub, installation)
  const named = (request.repositories ?? []).map((name) => known.find(({ row }) => row.name.toLowerCase() === name.toLowerCase())?.row.id)
  const byId = (request.repository_ids ?? []).map((id) => known.find(({ row }) => row.id === id)?.row.id)
  const ids = [...named, ...byId].filter((id) => id !== undefined)
  if (ids.length < named.length + byId.length) {
    throw new ApiError(422, 'There is at least one repository that does not exist or is not accessible to the parent installation.')
  }
  return [...new Set(ids)]
}

/** A token can have fewer permissions than the app, never more. */
function narrowPermissions(hub: Hub, wanted: Permissions | undefined): Permissions {
  const granted: Permissions = { metadata: 'read', ...hub.app.permissions }
  if (wanted === undefined) return granted
  for (const [name, level] of Object.entries(wanted)) {
    if (granted[name] !== 'write' && granted[name] !== level) {
      throw new ApiError(422, 'The permissions requested are not granted to this installation.')
    }
  }
  return { metadata: 'read', ...wanted }
}
