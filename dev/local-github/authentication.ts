import { createHash, createHmac, randomBytes, timingSafeEqual, verify } from 'node:crypto'
import { z } from 'zod'
import type { Actor } from './actor.ts'
import { ApiError } from './api-error.ts'
import type { Hub } from './hub.ts'
import { toTimestamp } from './current-time.ts'
import { installationById } from './store/repository-rows.ts'
import { installationTokenRow, type Permissions } from './store/row-types.ts'
import { ensureUser } from './store/user-rows.ts'

const TOKEN_LIFETIME_MS = 60 * 60 * 1_000
const JWT_LIFETIME_S = 10 * 60

const jwtHeader = z.object({ alg: z.literal('RS256') })
const jwtClaims = z.object({ iss: z.union([z.string(), z.number()]), exp: z.number(), iat: z.number() })

/** The actor of an `Authorization` header; throws 401 if it is not valid. */
export function authenticate(hub: Hub, header: string | undefined): Actor {
  if (header === undefined) return { kind: 'anonymous' }
  const token = tokenOf(header)
  if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) {
    verifyJwt(hub, token)
    return { kind: 'app' }
  }
  const actor = personOf(hub, token) ?? installationActor(hub, token)
  if (actor === undefined) throw new ApiError(401, 'Bad credentials')
  return actor
}

/** Accepts `Bearer …`, `token …`, or the password of Basic authentication, which git sends. */
function tokenOf(header: string): string {
  const [scheme = '', value = ''] = header.trim().split(/ +/, 2)
  if (scheme.toLowerCase() !== 'basic') return value
  const text = Buffer.from(value, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  const password = text.slice(colon + 1)
  return password === '' || password === 'x-oauth-basic' ? text.slice(0, colon) : password
}

function verifyJwt(hub: Hub, token: string): void {
  const [header = '', claims = '', signature = ''] = token.split('.')
  const head = jwtHeader.safeParse(parseSegment(header))
  const body = jwtClaims.safeParse(parseSegment(claims))
  const signed =
    head.success && verify('RSA-SHA256', Buffer.from(`${header}.${claims}`), hub.app.publicKey, Buffer.from(signature, 'base64url'))
  if (!signed || !body.success) throw new ApiError(401, 'A JSON web token could not be decoded')
  const { iss, exp, iat } = body.data
  const nowS = Date.now() / 1_000
  if (String(iss) !== String(hub.app.id)) throw new ApiError(401, 'Integration not found')
  if (exp <= nowS)
    throw new ApiError(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    )
  if (exp > nowS + JWT_LIFETIME_S) throw new ApiError(401, "'Expiration time' claim ('exp') is too far in the future")
  if (iat > nowS + 60)
    throw new ApiError(401, "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued")
}

function parseSegment(segment: string): unknown {
  try {
    return JSON.parse(Buffer.from(segment, 'base64url').toString('utf8'))
  } catch {
    return null
  }
}

function personOf(hub: Hub, token: string): Actor | undefined {
  const login = hub.people.get(token) ?? hub.authorisation.loginOf(token)
  return login === undefined ? undefined : { kind: 'person', user: ensureUser(hub.store, login, 'User') }
}

function installationActor(hub: Hub, token: string): Actor | undefined {
  const sql = 'SELECT installation_id, repository_ids, permissions, expires_at FROM installation_tokens WHERE hash = ?'
  const row = hub.store.get(installationTokenRow, sql, hashOf(token))
  if (row === undefined || Date.parse(row.expires_at) <= Date.now()) return undefined
  const installation = installationById(hub, row.installation_id)
  if (installation === undefined) return undefined
  const user = ensureUser(hub.store, `${hub.app.slug}[bot]`, 'Bot')
  return { kind: 'installation', user, installation, permissions: row.permissions, repositoryIds: row.repository_ids }
}

export function createInstallationToken(
  hub: Hub,
  installationId: number,
  scope: { repositoryIds: readonly number[] | null; permissions: Permissions },
): { token: string; expiresAt: string } {
  const token = `ghs_${randomBytes(27).toString('base64url').replace(/[-_]/g, '0')}`
  const expiresAt = toTimestamp(new Date(Date.now() + TOKEN_LIFETIME_MS))
  hub.store.run('DELETE FROM installation_tokens WHERE expires_at < ?', toTimestamp(new Date()))
  hub.store.insert('installation_tokens', {
    hash: hashOf(token),
    installation_id: installationId,
    repository_ids: scope.repositoryIds === null ? null : JSON.stringify(scope.repositoryIds),
    permissions: JSON.stringify(scope.permissions),
    expires_at: expiresAt,
  })
  return { token, expiresAt }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** Signs a link so that it works without a header, like GitHub's links to archives. */
export function signLink(hub: Hub, path: string): string {
  return createHmac('sha256', hub.linkSecret).update(path).digest('hex')
}

export function isSignedLink(hub: Hub, path: string, signature: string): boolean {
  const expected = Buffer.from(signLink(hub, path))
  const given = Buffer.from(signature)
  return expected.length === given.length && timingSafeEqual(expected, given)
}
