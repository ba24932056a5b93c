import { createHmac, randomBytes } from 'node:crypto'

const CODE_MS = 10 * 60_000
const TOKEN_MS = 8 * 60 * 60_000

/** Codes and tokens by which people let the app know who they are. A code is good once; neither outlives the process. */
export class UserAuthorisation {
  readonly clientId: string
  /** The same for the same app's key, so that who was given it need not be told anew. */
  readonly clientSecret: string
  readonly #codes: Given = new Map()
  readonly #tokens: Given = new Map()

  constructor(appId: number, privateKey: string) {
    this.clientId = `Iv23li${appId}`
    this.clientSecret = createHmac('sha256', privateKey).update(this.clientId).digest('hex').slice(0, 40)
  }

  codeFor(login: string): string {
    const code = randomBytes(10).toString('hex')
    give(this.#codes, code, login, CODE_MS)
    return code
  }

  /** `undefined` for a code that is none, or was taken before. */
  exchange(code: string): string | undefined {
    const login = holderOf(this.#codes, code)
    this.#codes.delete(code)
    if (login === undefined) return undefined
    const token = `ghu_${randomBytes(18).toString('hex')}`
    give(this.#tokens, token, login, TOKEN_MS)
    return token
  }

  loginOf(token: string): string | undefined {
    return holderOf(this.#tokens, token)
  }
}

type Given = Map<string, { login: string; until: number }>

/** What is over is forgotten with the next one. */
function give(given: Given, word: string, login: string, forMs: number): void {
  for (const [known, { until }] of given) if (until < Date.now()) given.delete(known)
  given.set(word, { login, until: Date.now() + forMs })
}

function holderOf(given: Given, word: string): string | undefined {
  const found = given.get(word)
  return found === undefined || found.until < Date.now() ? undefined : found.login
}
