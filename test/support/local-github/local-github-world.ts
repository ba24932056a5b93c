import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createAppAuth } from '@octokit/auth-app'
import { Octokit } from '@octokit/rest'
import { z } from 'zod'
import { startLocalGitHub, type LocalGitHub, type LocalGitHubOptions } from '#dev/local-github/local-github.ts'
import { conformingFetch } from '#test/support/github-conformance.ts'
import { NotAsDescribed } from '#test/support/github-descriptions.ts'
import { SECRET, startReceiver, type Receiver } from './webhook-receiver.ts'
import { useLazily } from '#test/support/use-lazily.ts'
import type { HookScope } from '#test/support/use-lazily.ts'

export const OWNER = 'acme'
export const REPO = 'shop'
export const HERE = { owner: OWNER, repo: REPO }
type Permissions = LocalGitHubOptions['app']['permissions']

const PERMISSIONS = { checks: 'write', contents: 'write', issues: 'write', metadata: 'read', pull_requests: 'write' } as const
const PEOPLE = [
  { login: 'mara', token: 'token-of-mara' },
  { login: 'wim', token: 'token-of-wim' },
  { login: 'odd', token: 'token-of-odd' },
]
export const FILES = {
  'README.md': '# Shop\n',
  'src/app.tsx': 'export function App() {\n  return null\n}\n',
  'src/ünï code.txt': 'names of any script\n',
  'package.json': '{}\n',
}

export type LocalGitHubWorld = {
  github: LocalGitHub
  receiver: Receiver
  folder: string
  maintainer: Octokit
  writer: Octokit
  outsider: Octokit
  /** Authenticated as the app's installation. All clients validate every response. */
  bot: Octokit
  botToken: string
  /** Authenticated as the app, by its JWT. */
  app: Octokit
  /** A token of the installation that is limited to these permissions. */
  tokenWith: (permissions: Permissions, repositories?: string[]) => Promise<string>
  close(): Promise<void>
}

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

export function octokitFor(github: LocalGitHub, token?: string): Octokit {
  return new Octokit({
    baseUrl: github.apiUrl,
    log: quiet,
    request: { fetch: conformingFetch(github.apiUrl) },
    ...(token === undefined ? {} : { auth: token }),
  })
}

/** Starts a local GitHub on a new or existing folder; `problems` collects the unexpected errors that it reports. */
export async function startOn(folder: string, webhookUrl: string, problems: unknown[], port = 0): Promise<LocalGitHub> {
  return startLocalGitHub({
    folder,
    port,
    app: { id: 4711, slug: 'ollio', permissions: PERMISSIONS },
    webhook: { url: webhookUrl, secret: SECRET },
    people: PEOPLE,
    report: (error) => problems.push(error),
  })
}

export async function createShop(github: LocalGitHub, hidden = false): Promise<number> {
  const collaborators = { mara: 'admin', wim: 'write' } as const
  const { id } = await github.createRepository({
    owner: OWNER,
    name: REPO,
    description: 'A small shop',
    files: FILES,
    collaborators,
    private: hidden,
  })
  return id
}

/** One local GitHub for all tests of a file, or one for each. */
export function useLocalGitHub(options: { private?: boolean } = {}, scope: HookScope = 'all'): LocalGitHubWorld {
  return useLazily(() => startWorld(options), scope)
}

export async function startWorld(options: { private?: boolean } = {}): Promise<LocalGitHubWorld> {
  const folder = await mkdtemp(path.join(tmpdir(), 'local-github-'))
  const receiver = await startReceiver()
  const problems: unknown[] = []
  const github = await startOn(folder, receiver.url, problems)
  await createShop(github, options.private)
  const app = new Octokit({
    baseUrl: github.apiUrl,
    log: quiet,
    request: { fetch: conformingFetch(github.apiUrl) },
    authStrategy: createAppAuth,
    auth: { appId: github.app.id, privateKey: github.app.privateKey },
  })
  const tokenWith: LocalGitHubWorld['tokenWith'] = async (permissions, repositories) => {
    const scope = { installation_id: github.installationId, permissions, ...(repositories === undefined ? {} : { repositories }) }
    return (await app.rest.apps.createInstallationAccessToken(scope)).data.token
  }
  const botToken = await tokenWith(PERMISSIONS)
  return {
    github,
    receiver,
    folder,
    maintainer: octokitFor(github, 'token-of-mara'),
    writer: octokitFor(github, 'token-of-wim'),
    outsider: octokitFor(github, 'token-of-odd'),
    bot: octokitFor(github, botToken),
    botToken,
    app,
    tokenWith,
    close: async () => {
      await github.close()
      await rm(folder, { recursive: true, force: true })
      await receiver.close()
      if (problems.length > 0) throw problems[0]
    },
  }
}

/** The status of a rejected request; 200 for an accepted one. */
export async function statusOf(request: Promise<unknown>): Promise<number> {
  try {
    await request
    return 200
  } catch (error) {
    // Octokit wraps errors of our `fetch` as if the server had rejected the request.
    if (error instanceof Error && error.cause instanceof NotAsDescribed) throw error.cause
    return z.object({ status: z.number() }).parse(error).status
  }
}
