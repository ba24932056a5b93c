import { setTimeout as sleep } from 'node:timers/promises'
import { createAppAuth } from '@octokit/auth-app'
import { throttling } from '@octokit/plugin-throttling'
import { Octokit } from '@octokit/rest'
import type { RepositoryRef } from '#src/domain/commands/command-message.ts'
import { Failure } from '#src/domain/shared/failures.ts'
import { hasStatus } from './github-failure.ts'
import { TOKEN_PERMISSIONS } from './token-permissions.ts'
import type { Work } from './token-permissions.ts'

export type GitHubSettings = {
  appId: number
  privateKey: string
  apiUrl: string
  /** Request timeout in milliseconds. Shorter than any activity's timeout, so an attempt ends before the next one starts. */
  requestMs?: number
}

const REQUEST_MS = 10_000
/** Maximum size of an answer that is read as a whole. */
const ANSWER_BYTES = 32 * 1024 * 1024
/** Maximum number of cached clients, one per repository and kind of work. The least recently used one is evicted first. */
const KEPT_CLIENTS = 500
/** For the first seconds, not every GitHub server knows a new token. */
const NEW_TOKEN_MS = 5_000
const NEW_TOKEN_WAITS_MS = [500, 1_500]

export type Clients = {
  readonly appId: number
  /** A client of the app for this one repository. Its tokens are limited to this repository and to this kind of work. */
  forRepository(repository: RepositoryRef, work: Work): Octokit
  /** A short-lived token for this one repository. */
  tokenFor(repository: RepositoryRef, work: Work): Promise<string>
  /** The login under which our app writes. */
  botLogin(): Promise<string>
}

/** Creates clients per installation and repository. Each one gets its own short-lived tokens. */
export function createClients(settings: GitHubSettings): Clients {
  const { appId, privateKey } = settings
  const open = octokitOpener(settings)
  const auth = createAppAuth({ appId, privateKey, request: open('app').request, log: QUIET })
  const kept = new Map<string, Octokit>()
  let login: Promise<string> | null = null

  const tokenOf = ({ installationId, repositoryId }: RepositoryRef, work: Work) =>
    auth({ type: 'installation', installationId, repositoryIds: [repositoryId], permissions: TOKEN_PERMISSIONS[work] })

  const openFor = (repository: RepositoryRef, work: Work): Octokit => {
    const { installationId } = repository
    const octokit = open(String(installationId))
    // Octokit's own auth strategy ignores `repositoryIds`: its tokens would reach every repository of the installation.
    octokit.hook.wrap('request', (request, options) => {
      const send = async ([waitMs, ...later]: readonly number[]): Promise<Awaited<ReturnType<typeof request>>> => {
        const { token, createdAt } = await tokenOf(repository, work)
        options.headers.authorization = `token ${token}`
        try {
          return await request(options)
        } catch (error) {
          const isNew = Date.now() - Date.parse(createdAt) < NEW_TOKEN_MS
          if (waitMs === undefined || !isNew || !hasStatus(error, 401)) throw error
          await sleep(waitMs)
          return send(later)
        }
      }
      return send(NEW_TOKEN_WAITS_MS)
    })
    return octokit
  }

  const fetchLogin = async (): Promise<string> => {
    const { token } = await auth({ type: 'app' })
    const { data } = await open('app').rest.apps.getAuthenticated({ headers: { authorization: `bearer ${token}` } })
    if (!data?.slug) throw new Failure('github-refused', 'GitHub did not return the app’s slug')
    return `${data.slug}[bot]`
  }

  return {
    appId,
    forRepository(repository, work) {
      const key = `${repository.installationId}:${repository.repositoryId}:${work}`
      const client = kept.get(key) ?? openFor(repository, work)
      kept.delete(key)
      kept.set(key, client)
      const oldest = kept.keys().next().value
      if (kept.size > KEPT_CLIENTS && oldest !== undefined) kept.delete(oldest)
      return client
    },
    async tokenFor(repository, work) {
      return (await tokenOf(repository, work)).token
    },
    botLogin() {
      login ??= fetchLogin().catch((error: unknown) => {
        login = null
        throw error
      })
      return login
    },
  }
}

/** Octokit logs every refused request to the console. We throw failures instead, and the caller logs them. */
const QUIET = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

/** github.com asks for writes to be a second apart, and each installation has limits of its own. Other servers are not throttled. */
function octokitOpener({ apiUrl, requestMs = REQUEST_MS }: GitHubSettings): (limitedWith: string) => Octokit {
  const Client = apiUrl === 'https://api.github.com' ? Octokit.plugin(throttling) : Octokit
  return (limitedWith) =>
    new Client({
      baseUrl: apiUrl,
      userAgent: 'ollio',
      log: QUIET,
      request: { fetch: timedFetch(requestMs) },
      // The workflow retries rate-limited requests at the time that GitHub gives.
      throttle: { id: limitedWith, onRateLimit: () => false, onSecondaryRateLimit: () => false },
    })
}

async function readUpTo({ body }: Response, limit: number): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength
    if (bytes > limit) throw new Failure('github-unavailable', `GitHub’s answer is larger than ${limit} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** `fetch` with a timeout that covers the whole body. The body is read here because Octokit treats an interrupted body as empty. */
function timedFetch(requestMs: number): typeof fetch {
  return async (input, init) => {
    const clock = AbortSignal.timeout(requestMs)
    const response = await fetch(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, clock]) : clock })
    const body = await readUpTo(response, ANSWER_BYTES)
    return new Response(body.byteLength === 0 ? null : body, response)
  }
}
