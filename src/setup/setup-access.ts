import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { isLoopback } from './loopback.ts'

/** Controls who may use the setup page, and checks that the visitor who returns from GitHub is the one who started. */
export type SetupAccess = {
  /** Required in the URL. `null` if only this machine can reach the page. */
  key: string | null
  mayEnter(request: { hostname: string; key: string | undefined }): boolean
  /** Returns the known visitor id if it is valid, otherwise a new one. */
  visitor(known: string | undefined): string
  /** State parameter for GitHub. Valid for one visitor, once. */
  stateOf(visitor: string): string
  /** True once. Afterwards all issued states are invalid. */
  redeem(visitor: string | undefined, state: string | undefined): boolean
}

/**
 * If only this machine can reach the page, every visitor is allowed, but only under a loopback host name. Another host name that leads here
 * means DNS rebinding. If others can reach the page, they need the key shown in the terminal.
 */
export function createSetupAccess({ isExposed }: { isExposed: boolean }): SetupAccess {
  const key = isExposed ? randomBytes(18).toString('base64url') : null
  let secret = randomBytes(32)
  const stateOf = (visitor: string) => createHmac('sha256', secret).update(visitor).digest('base64url')
  return {
    key,
    mayEnter: (request) => (key === null ? isLoopback(request.hostname) : isSame(request.key, key)),
    visitor: (known) => (known !== undefined && /^[\w-]{24}$/.test(known) ? known : randomBytes(18).toString('base64url')),
    stateOf,
    redeem(visitor, state) {
      if (visitor === undefined || !isSame(state, stateOf(visitor))) return false
      secret = randomBytes(32)
      return true
    },
  }
}

function isSame(given: string | undefined, expected: string): boolean {
  const [a, b] = [Buffer.from(given ?? ''), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}
