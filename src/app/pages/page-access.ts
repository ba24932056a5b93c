import type { Context } from 'hono'
import type { Links } from '#src/ports/links.ts'
import type { VersionReader } from '#src/ports/version-reader.ts'
import { notFoundPage, withdrawnPage } from './page-layout.ts'
import type { Readers } from './signed-in-readers.ts'

/** What an address names: a version of a project, or a turn. */
type Place = { project: string; version: number } | { project: string; turn: number }

export type Access = {
  links: Links
  versions: VersionReader
  /** `null` where nobody can sign in. */
  readers: Readers | null
  headers: Record<string, string>
}

/**
 * Lets in who has the link's signature, unless links were withdrawn, and who may read the repository. Others get an answer in place of the
 * page, which tells nothing of what is there but to those who have a link.
 */
export async function refuseAccess(
  { links, versions, readers, headers }: Access,
  context: Context,
  place: Place,
): Promise<Response | null> {
  const signature = context.req.query('s') ?? ''
  const hasLink =
    'turn' in place ? links.verifyTurn(place.project, place.turn, signature) : links.verify(place.project, place.version, signature)
  const person = (await readers?.personOf(context)) ?? null
  if (!hasLink && person === null) return context.html(notFoundPage(), 404, headers)
  const sharing = await versions.sharing(place.project, place)
  if (sharing === null) return context.html(notFoundPage(), 404, headers)
  if (hasLink && !sharing.isWithdrawn) return null
  if (person !== null && (await readers?.mayRead(person, sharing.repository)) === true) return null
  if (!hasLink) return context.html(notFoundPage(), 404, headers)
  return context.html(withdrawnPage(readers === null ? null : signInPath(context), person?.login ?? null), 403, headers)
}

/** Where a reader signs in, to come back to the page that they are at. */
export function signInPath(context: Context): string {
  const { pathname, search } = new URL(context.req.url)
  return `/sign-in?to=${encodeURIComponent(pathname + search)}`
}
