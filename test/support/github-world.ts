import { createCodeHost } from '#src/adapters/github/github-code-host.ts'
import type { RepositoryRef } from '#src/domain/commands/command-message.ts'
import type { CodeHost } from '#src/ports/code-host.ts'
import { assertRestAnswer } from '#test/support/github-conformance.ts'
import { HERE, OWNER, REPO, startWorld } from './local-github/local-github-world.ts'
import type { LocalGitHubWorld } from './local-github/local-github-world.ts'

export { HERE } from './local-github/local-github-world.ts'

type SentRequest = { method: string; path: string; authorization: string }

/** The code host on a local GitHub, with a look at every request that leaves us. */
export type CodeHostWorld = LocalGitHubWorld & {
  codeHost: CodeHost
  repository: RepositoryRef
  main: string
  /** What the code host asked since the last call of `take`. */
  take(): SentRequest[]
}

export async function startCodeHost(): Promise<CodeHostWorld> {
  const world = await startWorld()
  const { apiUrl, app, installationId } = world.github
  const { data } = await world.maintainer.rest.repos.get(HERE)
  const repository = { installationId, repositoryId: data.id, owner: OWNER, name: REPO }
  const codeHost = createCodeHost({ appId: app.id, privateKey: app.privateKey, apiUrl })
  const main = (await codeHost.defaultBranch(repository)).sha
  const watched = watchFetch(apiUrl)
  return {
    ...world,
    codeHost,
    repository,
    main,
    take: () => watched.requests.splice(0),
    close: async () => {
      watched.stop()
      await world.close()
      if (watched.problems.length > 0) throw watched.problems[0]
    },
  }
}

/** Notes each request of this process to the API, and whatever of its answer isn't what GitHub describes. */
function watchFetch(apiUrl: string): { requests: SentRequest[]; problems: unknown[]; stop(): void } {
  const real = globalThis.fetch
  const requests: SentRequest[] = []
  const problems: unknown[] = []
  globalThis.fetch = async (input, init) => {
    const response = await real(input, init)
    const { url, method, headers } = new Request(input, { ...init, signal: null, body: null })
    if (!url.startsWith(`${apiUrl}/`)) return response
    const path = decodeURIComponent(new URL(url).pathname.slice(new URL(apiUrl).pathname.length))
    requests.push({ method, path, authorization: headers.get('authorization') ?? '' })
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true
    if (path === '/graphql' || !isJson) return response
    try {
      assertRestAnswer(method, path, response.status, await response.clone().json())
    } catch (problem) {
      problems.push(problem)
    }
    return response
  }
  return {
    requests,
    problems,
    stop: () => {
      globalThis.fetch = real
    },
  }
}

export const text = (bytes: string): Uint8Array => new TextEncoder().encode(bytes)
