import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import { authorOf, demand, enterRepository, type Access, type Need } from '../access-control.ts'
import type { Actor } from '../actor.ts'
import { ApiError } from '../api-error.ts'
import type { Hub } from '../hub.ts'
import { READ_METADATA } from '../rest/required-permissions.ts'
import type { Author } from '../services/git-author.ts'
import type { Repository } from '../store/repository-rows.ts'
import { userById } from '../store/user-rows.ts'
import type { Html } from './html.ts'
import { page, type Tab } from './github-layout.ts'
import { referencesOf, type References } from './issues/references.ts'
import { mayChange, mayWrite, refusal, viewerNamed, type Viewer } from './issues/issue-state.ts'

export const ACTING_COOKIE = 'acting_as'

/** The pages have no login: a cookie has the person to act as. Only people of this GitHub can be chosen. */
export function viewerOf(hub: Hub, c: Context, repository?: Repository): Viewer {
  return viewerNamed(hub, getCookie(c, ACTING_COOKIE), repository)
}

/** What all parts of a repository's pages need. */
export type Scene = { hub: Hub; repository: Repository; viewer: Viewer; references: References }
type Entered = Scene & { access: Access; show: (title: string, tab: Tab, content: Html) => Response | Promise<Response> }

export function enterPage(hub: Hub, c: Context, need: Need = READ_METADATA): Entered {
  const { id, login } = viewerOf(hub, c)
  const actor: Actor = login === '' ? { kind: 'anonymous' } : { kind: 'person', user: userById(hub.store, id) }
  const access = enterRepository(hub, actor, c.req.param('owner') ?? '', c.req.param('repo') ?? '')
  const { repository } = access
  const viewer = viewerOf(hub, c, repository)
  if (need.role === 'write' && !mayWrite(viewer)) throw new ApiError(403, refusal(viewer, 'do that'))
  demand(access, need)
  const show: Entered['show'] = (title, tab, content) => c.html(page({ hub, title, viewer, path: c.req.path, repository, tab }, content))
  return { hub, repository, access, viewer, references: referencesOf(hub, repository), show }
}

export function enterForm(hub: Hub, c: Context, need: Need): Entered & { author: Author } {
  demandSameOrigin(c)
  const entered = enterPage(hub, c, need)
  return { ...entered, author: authorOf(entered.access) }
}

/** Throws unless the viewer is the author or has write access. */
export function demandOwnOrWriter({ viewer }: Scene, authorId: number, what: string): void {
  if (!mayChange(viewer, authorId)) throw new ApiError(403, refusal(viewer, what))
}

/** Forms of other sites can't send this page's origin. */
export function demandSameOrigin(c: Context): void {
  const origin = c.req.header('Origin')
  if (origin === undefined || !URL.canParse(origin) || new URL(origin).host !== c.req.header('Host')) {
    throw new ApiError(403, 'This form was sent from another site.')
  }
}

/** A text field of a form, with line breaks as `\n`. */
export function field(form: Record<string, unknown>, name: string): string {
  const value = form[name]
  return typeof value === 'string' ? value.replace(/\r\n?/g, '\n') : ''
}
