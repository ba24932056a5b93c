import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import { authorOf, demand, enterRepository, type Access, type Need } from '../access.ts'
import type { Actor } from '../actor.ts'
import { ApiError } from '../api-error.ts'
import type { Hub } from '../hub.ts'
import { READ_METADATA } from '../rest/needs.ts'
import type { Author } from '../services/author.ts'
import type { Repository } from '../store/repositories.ts'
import { ensureUser } from '../store/users.ts'
import type { Viewer } from './layout.ts'

export const ACTING_COOKIE = 'acting_as'

/** The pages have no login: a cookie says as whom to act, and only people of this GitHub can be chosen. */
export function viewerOf(hub: Hub, c: Context): Viewer {
  const others = [...new Set(hub.people.values())]
  const chosen = getCookie(c, ACTING_COOKIE)
  return { login: others.find((login) => login === chosen) ?? others[0] ?? '', others }
}

function actorOf(hub: Hub, c: Context): Actor {
  const { login } = viewerOf(hub, c)
  return login === '' ? { kind: 'anonymous' } : { kind: 'person', user: ensureUser(hub.store, login, 'User') }
}

export function enterPage(hub: Hub, c: Context, need: Need = READ_METADATA): { repository: Repository; access: Access; viewer: Viewer } {
  const access = enterRepository(hub, actorOf(hub, c), c.req.param('owner') ?? '', c.req.param('repo') ?? '')
  demand(access, need)
  return { repository: access.repository, access, viewer: viewerOf(hub, c) }
}

export function enterForm(hub: Hub, c: Context, need: Need): { repository: Repository; access: Access; author: Author } {
  demandSameOrigin(c)
  const { repository, access } = enterPage(hub, c, need)
  return { repository, access, author: authorOf(access) }
}

/** A form of another site can't send this page's own origin. */
export function demandSameOrigin(c: Context): void {
  const origin = c.req.header('Origin')
  if (origin === undefined || !URL.canParse(origin) || new URL(origin).host !== c.req.header('Host')) {
    throw new ApiError(403, 'This form was sent from another site.')
  }
}

/** A text field of a form, with the line breaks that everything else uses. */
export function field(form: Record<string, unknown>, name: string): string {
  const value = form[name]
  return typeof value === 'string' ? value.replace(/\r\n?/g, '\n') : ''
}
