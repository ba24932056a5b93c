import type { Context } from 'hono'
import type { Links } from '#src/ports/links.ts'
import type { VersionReader } from '#src/ports/version-reader.ts'
import { notFoundPage, revokedPage } from './page-layout.ts'
import type { Readers } from './signed-in-readers.ts'

/** The version or turn that a URL names. */
type Place = { project: string; version: number } | { project: string; turn: number }

export type Access = {
  links: Links
  versions: VersionReader
  /** `null` if sign-in is not configured. */
  readers: Readers | null
  headers: Record<string, string>
}

/**
 * Allows requests with a valid, unrevoked link signature, and users who can read the repository. Everybody else gets the returned response,
 * which reveals that the page exists only to those who have a link.
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
  if (hasLink && !sharing.isRevoked) return null
  if (person !== null && (await readers?.mayRead(person, sharing.repository)) === true) return null
  if (!hasLink) return context.html(notFoundPage(), 404, headers)
  return context.html(revokedPage(readers === null ? null : signInPath(context), person?.login ?? null), 403, headers)
}

/** Sign-in path that returns to the current page. */
export function signInPath(context: Context): string {
  const { pathname, search } = new URL(context.req.url)
  return `/sign-in?to=${encodeURIComponent(pathname + search)}`
}
