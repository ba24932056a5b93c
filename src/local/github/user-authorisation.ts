import { createHmac, randomBytes } from 'node:crypto'

const CODE_MS = 10 * 60_000
const TOKEN_MS = 8 * 60 * 60_000

/** Codes and tokens by which people let the app know who they are. A code is good once; neither outlives the process. */
export class UserAuthorisation {
  readonly clientId: string
  /** The same for the same app's key, so that who was given it need not be told anew. */
  readonly clientSecret: string
  readonly #codes = new Map<string, { login: string; until: number }>()
  readonly #tokens = new Map<string, { login: string; until: number }>()

  constructor(appId: number, privateKey: string) {
    this.clientId = `Iv23li${appId}`
    this.clientSecret = createHmac('sha256', privateKey).update(this.clientId).digest('hex').slice(0, 40)
  }

  codeFor(login: string): string {
    const code = randomBytes(10).toString('hex')
    this.#codes.set(code, { login, until: Date.now() + CODE_MS })
    return code
  }

  /** `undefined` for a code that is none, or was taken before. */
  exchange(code: string): string | undefined {
    const found = this.#codes.get(code)
    this.#codes.delete(code)
    if (found === undefined || found.until < Date.now()) return undefined
    const token = `ghu_${randomBytes(18).toString('hex')}`
    this.#tokens.set(token, { login: found.login, until: Date.now() + TOKEN_MS })
    return token
  }

  loginOf(token: string): string | undefined {
    const found = this.#tokens.get(token)
    return found === undefined || found.until < Date.now() ? undefined : found.login
  }
}
