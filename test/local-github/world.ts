import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createAppAuth } from '@octokit/auth-app'
import { Octokit } from '@octokit/rest'
import { z } from 'zod'
import { startLocalGitHub, type LocalGitHub, type LocalGitHubOptions } from '#src/local/github/local-github.ts'
import { assertWebhook, conformingFetch } from '#test/support/github-conformance.ts'

export const OWNER = 'acme'
export const REPO = 'shop'
export const SECRET = 'a secret of the tests'
export const HERE = { owner: OWNER, repo: REPO }

const PEOPLE = [
  { login: 'mara', token: 'token-of-mara' },
  { login: 'wim', token: 'token-of-wim' },
  { login: 'odd', token: 'token-of-odd' },
]

export const PERMISSIONS = { checks: 'write', contents: 'write', issues: 'write', metadata: 'read', pull_requests: 'write' } as const

const eventBody = z.looseObject({
  action: z.string().optional(),
  sender: z.object({ login: z.string() }),
  installation: z.object({ id: z.number() }),
})
export type Delivery = { event: string; guid: string; name: string; body: z.infer<typeof eventBody> & Record<string, unknown> }

export type Receiver = {
  url: string
  deliveries: Delivery[]
  /** What the next answers are; 202 once there are no more of them. */
  answers: number[]
  /** The first delivery whose `event.action` this is. */
  waitFor(name: string): Promise<Delivery>
  close(): Promise<void>
}

/** Stands where the bot's server stands: checks the signature and the body of each webhook that it is sent. */
export async function startReceiver(): Promise<Receiver> {
  const deliveries: Delivery[] = []
  const answers: number[] = []
  const problems: unknown[] = []
  const waiting = new Set<() => void>()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      try {
        deliveries.push(readDelivery(Buffer.concat(chunks), (name) => String(request.headers[name])))
      } catch (error) {
        problems.push(error)
      }
      response.writeHead(answers.shift() ?? 202, { 'Content-Type': 'text/plain' }).end('seen')
      for (const look of waiting) look()
    })
  })
  const { promise, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await promise
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')

  return {
    url: `http://127.0.0.1:${address.port}/webhooks`,
    deliveries,
    answers,
    waitFor: async (name) => {
      const { promise: seen, resolve: see, reject } = Promise.withResolvers<Delivery>()
      const look = () => {
        const found = deliveries.find((delivery) => delivery.name === name)
        if (problems.length > 0) reject(problems[0])
        else if (found !== undefined) see(found)
      }
      waiting.add(look)
      look()
      return seen.finally(() => waiting.delete(look))
    },
    close: async () => {
      const closed = Promise.withResolvers<void>()
      server.close(() => closed.resolve())
      server.closeAllConnections()
      await closed.promise
      if (problems.length > 0) throw problems[0]
    },
  }
}

function readDelivery(bytes: Buffer, header: (name: string) => string): Delivery {
  const expected = Buffer.from(`sha256=${createHmac('sha256', SECRET).update(bytes).digest('hex')}`)
  const given = Buffer.from(header('x-hub-signature-256'))
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) throw new Error('a webhook was not signed with our secret')
  const event = header('x-github-event')
  const parsed: unknown = JSON.parse(bytes.toString('utf8'))
  assertWebhook(event, parsed)
  const body = eventBody.parse(parsed)
  return { event, guid: header('x-github-delivery'), name: body.action === undefined ? event : `${event}.${body.action}`, body }
}

export type World = {
  github: LocalGitHub
  receiver: Receiver
  folder: string
  maintainer: Octokit
  writer: Octokit
  outsider: Octokit
  /** As the app's installation; every answer is checked, as for the others. */
  bot: Octokit
  /** As the app itself, by its JWT. */
  app: Octokit
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

export async function startWorld(
  options: { private?: boolean; permissions?: LocalGitHubOptions['app']['permissions'] } = {},
): Promise<World> {
  const folder = await mkdtemp(path.join(tmpdir(), 'local-github-'))
  const receiver = await startReceiver()
  const problems: unknown[] = []
  const github = await startLocalGitHub({
    folder,
    app: { id: 4711, slug: 'ollio', permissions: options.permissions ?? PERMISSIONS },
    webhook: { url: receiver.url, secret: SECRET },
    people: PEOPLE,
    report: (error) => problems.push(error),
  })
  await github.createRepository({
    owner: OWNER,
    name: REPO,
    description: 'A small shop',
    files: { 'README.md': '# Shop\n', 'src/app.tsx': 'export function App() {\n  return null\n}\n', 'package.json': '{}\n' },
    collaborators: { mara: 'admin', wim: 'write' },
    private: options.private ?? false,
  })
  const app = new Octokit({
    baseUrl: github.apiUrl,
    log: quiet,
    request: { fetch: conformingFetch(github.apiUrl) },
    authStrategy: createAppAuth,
    auth: { appId: github.app.id, privateKey: github.app.privateKey },
  })
  const { data } = await app.rest.apps.createInstallationAccessToken({ installation_id: github.installationId })
  return {
    github,
    receiver,
    folder,
    maintainer: octokitFor(github, 'token-of-mara'),
    writer: octokitFor(github, 'token-of-wim'),
    outsider: octokitFor(github, 'token-of-odd'),
    bot: octokitFor(github, data.token),
    app,
    close: async () => {
      await github.close()
      await rm(folder, { recursive: true, force: true })
      await receiver.close()
      if (problems.length > 0) throw problems[0]
    },
  }
}

/** The status that a request is refused with. */
export async function statusOf(request: Promise<unknown>): Promise<number> {
  try {
    await request
    return 200
  } catch (error) {
    return z.object({ status: z.number() }).parse(error).status
  }
}

/** A branch off main with one changed file, by the git data API. */
export async function createBranch(octokit: Octokit, branch: string, files: Record<string, string>): Promise<string> {
  const { rest } = octokit
  const main = (await rest.git.getRef({ ...HERE, ref: 'heads/main' })).data.object.sha
  const entries = Object.entries(files).map(([file, content]) => ({ path: file, mode: '100644', type: 'blob', content }) as const)
  const tree = (
    await rest.git.createTree({
      ...HERE,
      base_tree: (await rest.git.getCommit({ ...HERE, commit_sha: main })).data.tree.sha,
      tree: entries,
    })
  ).data
  const commit = (await rest.git.createCommit({ ...HERE, message: `Change ${branch}`, tree: tree.sha, parents: [main] })).data
  await rest.git.createRef({ ...HERE, ref: `refs/heads/${branch}`, sha: commit.sha })
  return commit.sha
}
