import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { isLoopback } from './loopback.ts'

/** Who may set this installation up, and whether it is they who come back from GitHub. */
export type SetupAccess = {
  /** What the address has to carry; `null` where only this machine can reach the page. */
  key: string | null
  mayEnter(request: { hostname: string; key: string | undefined }): boolean
  /** The one who is known already, or a new one. */
  visitor(known: string | undefined): string
  /** Goes to GitHub and comes back; it fits one visitor, once. */
  stateOf(visitor: string): string
  /** True once: then every state that was given out is void. */
  redeem(visitor: string | undefined, state: string | undefined): boolean
}

/**
 * On this machine alone whoever comes may enter, but only by a name of this machine: a foreign name that leads here is an attack
 * (DNS rebinding). Where others can reach the page they need the key that the terminal shows.
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
