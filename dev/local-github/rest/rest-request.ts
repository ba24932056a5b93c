import type { Context } from 'hono'
import { z } from 'zod'
import { authorOf, demand, enterRepository, type Access, type Need } from '../access-control.ts'
import type { Actor } from '../actor.ts'
import { ApiError, notFound } from '../api-error.ts'
import type { Hub } from '../hub.ts'
import type { Author } from '../services/git-author.ts'
import type { Repository } from '../store/repository-rows.ts'

/** A text for git, where a NUL ends every text. */
export const plainText = z.string().refine((text) => !text.includes('\0'), 'must not contain a NUL character')

export type ApiEnv = { Variables: { actor: Actor } }
export type ApiContext = Context<ApiEnv>
export type Entered = { repository: Repository; access: Access }

/** The repository of the request's path, after checking that the actor has what `need` requires. */
export function enter(hub: Hub, c: ApiContext, need: Need): Entered {
  const access = enterRepository(hub, c.var.actor, param(c, 'owner'), param(c, 'repo'))
  demand(access, need)
  return { repository: access.repository, access }
}

export function enterAsAuthor(hub: Hub, c: ApiContext, need: Need): Entered & { author: Author } {
  const entered = enter(hub, c, need)
  return { ...entered, author: authorOf(entered.access) }
}

export function param(c: ApiContext, name: string): string {
  const value = c.req.param(name)
  // No name in git or GitHub contains a NUL.
  if (value === undefined || value.includes('\0')) throw notFound()
  return value
}

export function numberParam(c: ApiContext, name: string): number {
  const value = param(c, name)
  if (!/^\d{1,15}$/.test(value)) throw notFound()
  return Number(value)
}

export async function readBody<T>(c: ApiContext, schema: z.ZodType<T>): Promise<T> {
  const text = await c.req.text()
  const parsed = schema.safeParse(text === '' ? {} : parseJson(text))
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.slice(0, 5).map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new ApiError(422, `Invalid request.\n\n${problems.join('\n')}`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ApiError(400, 'Problems parsing JSON')
  }
}

/** One page of a list; the `Link` header has the links to the others. */
export function pageOf<T>(hub: Hub, c: ApiContext, items: readonly T[]): T[] {
  const perPage = Math.min(Math.max(integer(c.req.query('per_page'), 30), 1), 100)
  const page = Math.max(integer(c.req.query('page'), 1), 1)
  const last = Math.max(Math.ceil(items.length / perPage), 1)
  const link = (rel: string, target: number) => {
    const url = new URL(c.req.url)
    url.searchParams.set('page', String(target))
    return `<${hub.url}${url.pathname}${url.search}>; rel="${rel}"`
  }
  const before = page > 1 ? [link('prev', Math.min(page - 1, last)), link('first', 1)] : []
  const after = page < last ? [link('next', page + 1), link('last', last)] : []
  if (before.length + after.length > 0) c.header('Link', [...before, ...after].join(', '))
  return items.slice((page - 1) * perPage, page * perPage)
}

function integer(text: string | undefined, fallback: number): number {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : fallback
}

/** The media type that the request accepts, such as `raw` for `application/vnd.github.raw+json`. */
export function mediaType(c: ApiContext): string | undefined {
  return /application\/vnd\.github\.(?:v3\.)?(raw|diff)\b/.exec(c.req.header('Accept') ?? '')?.[1]
}
