import { createAppAuth } from '@octokit/auth-app'
import { throttling } from '@octokit/plugin-throttling'
import { Octokit } from '@octokit/rest'
import type { RepositoryRef } from '#src/domain/command-message.ts'

export type GitHubSettings = { appId: number; privateKey: string; apiUrl: string }

/** Shorter than any activity's time, so that a try is over before the next begins. */
const REQUEST_MS = 10_000
/** Installations whose client is kept; the one that was used longest ago goes first. */
const KEPT_CLIENTS = 200

export type Clients = {
  /** Acts as the app on this one repository: its tokens reach no other. */
  forRepository(repository: RepositoryRef): Octokit
  /** The login under which our app writes. */
  botLogin(): Promise<string>
}

/** Clients by installation and repository; each gets its short-lived tokens by itself. */
export function createClients(settings: GitHubSettings): Clients {
  const kept = new Map<string, Octokit>()
  let login: Promise<string> | null = null
  return {
    forRepository({ installationId, repositoryId }) {
      const key = `${installationId}:${repositoryId}`
      const client = kept.get(key) ?? open(settings, { installationId, repositoryIds: [repositoryId] })
      kept.delete(key)
      kept.set(key, client)
      const oldest = kept.keys().next().value
      if (kept.size > KEPT_CLIENTS && oldest !== undefined) kept.delete(oldest)
      return client
    },
    botLogin() {
      login ??= open(settings, {})
        .rest.apps.getAuthenticated()
        .then(({ data }) => `${data?.slug ?? ''}[bot]`)
        .catch((error: unknown) => {
          login = null
          throw error
        })
      return login
    },
  }
}

/** github.com asks for writes to be a second apart; another server is not slowed down. */
function open({ appId, privateKey, apiUrl }: GitHubSettings, scope: { installationId?: number; repositoryIds?: number[] }): Octokit {
  const Client = apiUrl === 'https://api.github.com' ? Octokit.plugin(throttling) : Octokit
  const plain = new Octokit({ baseUrl: apiUrl, request: { fetch: timedFetch } })
  return new Client({
    baseUrl: apiUrl,
    userAgent: 'ollio',
    authStrategy: createAppAuth,
    auth: { appId, privateKey, ...scope, request: plain.request },
    request: { fetch: timedFetch },
    // What is refused for its rate is tried again by the workflow, when GitHub says.
    throttle: { onRateLimit: () => false, onSecondaryRateLimit: () => false },
  })
}

function timedFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const clock = AbortSignal.timeout(REQUEST_MS)
  return fetch(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, clock]) : clock })
}
