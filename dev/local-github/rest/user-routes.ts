import { Hono } from 'hono'
import { ApiError, notFound } from '../api-error.ts'
import type { Hub } from '../hub.ts'
import { privateUserPayload, publicUserPayload } from '../payloads/user-payload.ts'
import { userByLogin } from '../store/user-rows.ts'
import { param, type ApiEnv } from './rest-request.ts'

export function userRoutes(hub: Hub): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()

  routes.get('/user', (c) => {
    const { actor } = c.var
    if (actor.kind === 'anonymous') throw new ApiError(401, 'Requires authentication')
    if (actor.kind !== 'person') throw new ApiError(403, 'Resource not accessible by integration')
    return c.json(privateUserPayload(hub, actor.user))
  })

  routes.get('/users/:login', (c) => {
    const user = userByLogin(hub.store, param(c, 'login'))
    if (user === undefined) throw notFound()
    return c.json(publicUserPayload(hub, user))
  })

  return routes
}
