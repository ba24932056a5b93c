import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { createAdaptorServer } from '@hono/node-server'
import { createRepository, type NewRepository } from './create-repository.ts'
import { requireGit } from './git/require-git.ts'
import type { Hub } from './hub.ts'
import { now } from './current-time.ts'
import { RepositoryLocks } from './repository-locks.ts'
import { createServerApp } from './http-server.ts'
import { reportJob, type Job } from './services/actions-job-service.ts'
import { findRepository, type Repository } from './store/repository-rows.ts'
import { setPushRule } from './store/restriction-rows.ts'
import { installationRow, type Permissions } from './store/row-types.ts'
import { Store } from './store/store.ts'
import { ensureUser } from './store/user-rows.ts'
import { UserAuthorisation } from './user-authorisation.ts'
import { WebhookQueue, type WebhookTarget } from './webhook-queue.ts'

export type LocalGitHubOptions = {
  /** Stores everything; a restart on the same folder continues with its data. */
  folder: string
  host?: string
  /** Default or 0: any free port. */
  port?: number
  app: {
    id: number
    slug: string
    /** PEM. By default a key is generated and kept in the folder. */
    privateKey?: string
    permissions: Permissions
  }
  webhook: WebhookTarget | null
  people: readonly { login: string; token: string }[]
  /** Receives unexpected errors, which are answered with 500. */
  report?: (error: unknown) => void
}

export type LocalGitHub = {
  /** The root of the pages and of git: `<url>/<owner>/<name>.git`. */
  url: string
  apiUrl: string
  /** People sign in to the app with `clientId` and `clientSecret`. */
  app: { id: number; privateKey: string; clientId: string; clientSecret: string }
  /** The installation of the owner of the first repository. */
  installationId: number
  setWebhook(target: WebhookTarget): void
  createRepository(repository: NewRepository): Promise<{ id: number }>
  /** Reports a job of the repository's own workflow for a commit. */
  reportJob(owner: string, name: string, job: Job): Promise<{ id: number }>
  /** Sets a ruleset that rejects pushes to branches with this prefix; `null` removes it. */
  refusePushes(owner: string, name: string, prefix: string | null): void
  /** Stores an attachment, as if somebody dragged it into a text; returns the URL to write there. */
  addAttachment(bytes: Uint8Array): Promise<{ url: string }>
  /** The folder of the bare git repository. */
  repositoryPath(owner: string, name: string): string
  close(): Promise<void>
}

/** Starts the part of GitHub that the bot needs, on one machine: REST, GraphQL, git, signed webhooks and simple pages. */
export async function startLocalGitHub(options: LocalGitHubOptions): Promise<LocalGitHub> {
  await requireGit()
  const repositoriesFolder = path.join(options.folder, 'repositories')
  const attachmentsFolder = path.join(options.folder, 'attachments')
  for (const folder of [repositoriesFolder, attachmentsFolder]) await mkdir(folder, { recursive: true })
  const store = new Store(path.join(options.folder, 'github.sqlite'))
  const privateKey = options.app.privateKey ?? keptKey(path.join(options.folder, 'app.private-key.pem'))
  const webhooks = new WebhookQueue(store, options.app.id, options.webhook)
  const { id, slug, permissions } = options.app
  for (const { login } of options.people) ensureUser(store, login, 'User')
  const installation = store.get(installationRow, 'SELECT * FROM installations ORDER BY id LIMIT 1')
  const installationId = installation?.id ?? store.insert('installations', { account_id: null, created_at: now() })
  const hub: Hub = {
    store,
    repositoriesFolder,
    attachmentsFolder,
    url: '',
    app: {
      id,
      slug,
      permissions,
      publicKey: createPublicKey(createPrivateKey(privateKey)),
      createdAt: ensureUser(store, slug, 'Organization').created_at,
    },
    people: new Map(options.people.map(({ login, token }) => [token, login])),
    authorisation: new UserAuthorisation(id, privateKey),
    linkSecret: randomBytes(32).toString('hex'),
    locks: new RepositoryLocks(),
    webhooks,
  }
  const app = createServerApp(hub, options.report ?? (() => undefined))
  const server = createAdaptorServer({ fetch: app.fetch })
  const host = options.host ?? '127.0.0.1'
  const address = await listen(server, options.port ?? 0, host).catch((error: unknown) => {
    store.close()
    throw error
  })
  hub.url = `http://${host}:${address.port}`
  webhooks.start()

  return {
    url: hub.url,
    apiUrl: `${hub.url}/api/v3`,
    app: { id, privateKey, clientId: hub.authorisation.clientId, clientSecret: hub.authorisation.clientSecret },
    installationId,
    setWebhook: (target) => webhooks.setTarget(target),
    createRepository: (repository) => createRepository(hub, repository),
    reportJob: (owner, name, job) => reportJob(hub, repositoryNamed(hub, owner, name), job),
    refusePushes: (owner, name, prefix) => setPushRule(hub, repositoryNamed(hub, owner, name), prefix),
    addAttachment: async (bytes) => {
      const name = randomUUID()
      await writeFile(path.join(attachmentsFolder, name), bytes)
      return { url: `${hub.url}/user-attachments/assets/${name}` }
    },
    repositoryPath: (owner, name) => repositoryNamed(hub, owner, name).gitPath,
    close: async () => {
      await webhooks.close()
      const { promise, resolve } = Promise.withResolvers<void>()
      server.close(() => resolve())
      if ('closeAllConnections' in server) server.closeAllConnections()
      await promise
      store.close()
    },
  }
}

function repositoryNamed(hub: Hub, owner: string, name: string): Repository {
  const repository = findRepository(hub, owner, name)
  if (repository === undefined) throw new Error(`no repository ${owner}/${name}`)
  return repository
}

type HttpServer = ReturnType<typeof createAdaptorServer>

async function listen(server: HttpServer, port: number, host: string): Promise<AddressInfo> {
  const { promise, resolve, reject } = Promise.withResolvers<AddressInfo>()
  server.once('error', reject)
  server.listen(port, host, () => {
    const address = server.address()
    if (address === null || typeof address === 'string') reject(new Error('The server has no port'))
    else resolve(address)
  })
  return promise
}

function keptKey(file: string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8')
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
  writeFileSync(file, pem, { mode: 0o600 })
  return pem
}
