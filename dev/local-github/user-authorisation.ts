import { createHmac, randomBytes } from 'node:crypto'

const CODE_MS = 10 * 60_000
const TOKEN_MS = 8 * 60 * 60_000

/** Codes and tokens that tell the app who a person is. A code can be used once. Neither survives the process. */
export class UserAuthorisation {
  readonly clientId: string
  /** Derived from the app's key, so that it stays the same across restarts and needs no new configuration. */
  readonly clientSecret: string
  readonly #codes: Grants = new Map()
  readonly #tokens: Grants = new Map()

  constructor(appId: number, privateKey: string) {
    this.clientId = `Iv23li${appId}`
    this.clientSecret = createHmac('sha256', privateKey).update(this.clientId).digest('hex').slice(0, 40)
  }

  codeFor(login: string): string {
    const code = randomBytes(10).toString('hex')
    grant(this.#codes, code, login, CODE_MS)
    return code
  }

  /** Returns `undefined` if the code is not known or was used before. */
  exchange(code: string): string | undefined {
    const login = holderOf(this.#codes, code)
    this.#codes.delete(code)
    if (login === undefined) return undefined
    const token = `ghu_${randomBytes(18).toString('hex')}`
    grant(this.#tokens, token, login, TOKEN_MS)
    return token
  }

  loginOf(token: string): string | undefined {
    return holderOf(this.#tokens, token)
  }
}

type Grants = Map<string, { login: string; until: number }>

/** Also removes expired entries. */
function grant(grants: Grants, secret: string, login: string, forMs: number): void {
  for (const [known, { until }] of grants) if (until < Date.now()) grants.delete(known)
  grants.set(secret, { login, until: Date.now() + forMs })
}

function holderOf(grants: Grants, secret: string): string | undefined {
  const found = grants.get(secret)
  return found === undefined || found.until < Date.now() ? undefined : found.login
}
