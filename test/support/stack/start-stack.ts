import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Octokit } from '@octokit/rest'
import { Client } from 'pg'
import { inject } from 'vitest'
import { destroySandbox, readSandboxFile } from '#src/adapters/sandbox/bubblewrap/sandbox-folder.ts'
import { readDemoConfig } from '#src/config/demo-config.ts'
import { appPermissions } from '#dev/demo/app-permissions.ts'
import { OWNER, PEOPLE, REPOSITORY } from '#dev/demo/demo-users.ts'
import { superviseChild, type SupervisedChild } from '#dev/demo/supervised-child.ts'
import { startLocalGitHub, type LocalGitHub } from '#dev/local-github/local-github.ts'
import { freePort } from '#dev/processes/free-port.ts'
import { shopFiles } from '#dev/sample-shop-files.ts'
import { createTestDatabase } from '../test-database.ts'
import { openGate, type Gate } from './http-gate.ts'
import { assertRestAnswer, assertWebhook } from '../github-conformance.ts'
import { keptModules, packageManagers } from '../real-packages.ts'
import { reactTemplate } from '../installed-template.ts'
import { createNamespace } from '../test-temporal.ts'

type Role = keyof typeof PEOPLE

/** Everything as in production: a GitHub, a server and a worker as separate processes, with a gate on each connection between them. */
export type Stack = {
  github: LocalGitHub
  /** Between the worker and GitHub's API. */
  apiGate: Gate
  /** Between GitHub's webhooks and the server. */
  webhookGate: Gate
  person(role: Role): Octokit
  webhook: { url: string; secret: string }
  publicUrl: string
  /** The environment of server and worker. */
  env: Record<string, string>
  /** The worker's folder of sandboxes, one subfolder for each. */
  sandboxesFolder: string
  /** Ids of the living sandboxes. A sandbox that was killed before its first note is an empty folder and does not count. */
  sandboxes(): Promise<string[]>
  server: SupervisedChild
  worker: SupervisedChild
  /** Kills it with SIGKILL; resolves when it is gone and its connections are closed. It restarts by itself. */
  killWorker(): Promise<void>
  /** The logs of server and worker so far. */
  logs(): Promise<string>
  /** Queries the bot's own database. */
  query<Row>(sql: string, values?: unknown[]): Promise<Row[]>
  /** Ends everything; fails if a response or webhook does not match GitHub's schema. */
  close(): Promise<void>
}

export const AT = { owner: OWNER, repo: REPOSITORY }
const SECRET = 'the webhook secret of a test'

/** `modelUrl`: a server with the chat completions protocol. `settings`: overrides for server and worker. */
export async function startStack({ modelUrl, settings = {} }: { modelUrl: string; settings?: Record<string, string> }): Promise<Stack> {
  const folder = join(inject('runFolder'), randomUUID())
  const cache = await stageCache(folder)
  const [database, namespace, serverPort, previewPort] = await Promise.all([
    createTestDatabase(),
    createNamespace(),
    freePort(),
    freePort(),
  ])
  const problems: unknown[] = []
  const checking = (check: () => void): void => {
    try {
      check()
    } catch (error) {
      problems.push(error)
    }
  }
  const webhookGate = await openGate(`http://127.0.0.1:${serverPort}`, ({ event, body }) =>
    checking(() => assertWebhook(event ?? '', JSON.parse(body))),
  )
  const webhook = { url: `${webhookGate.url}/api/github/webhooks`, secret: SECRET }
  const github = await startLocalGitHub({
    folder: join(folder, 'github'),
    app: { id: 4_711, slug: 'ollio', permissions: await appPermissions() },
    webhook,
    people: Object.values(PEOPLE),
    report: (error) => problems.push(error),
  })
  await github.createRepository({
    ...{ owner: OWNER, name: REPOSITORY, files: await shopFiles() },
    collaborators: { [PEOPLE.maintainer.login]: 'admin', [PEOPLE.writer.login]: 'write' },
  })
  const apiGate = await openGate(github.url, ({ method, path, status, contentType, answer }) => {
    const { pathname } = new URL(path, github.url)
    if (!pathname.startsWith('/api/v3/') || !contentType.startsWith('application/json')) return
    checking(() => assertRestAnswer(method, decodeURIComponent(pathname.slice('/api/v3'.length)), status, JSON.parse(answer)))
  })

  const publicUrl = `http://127.0.0.1:${serverPort}`
  const env = {
    ...machineSettings(),
    APP_ID: '4711',
    PRIVATE_KEY: github.app.privateKey,
    WEBHOOK_SECRET: SECRET,
    GITHUB_API_URL: `${apiGate.url}/api/v3`,
    GITHUB_URL: github.url,
    CLIENT_ID: github.app.clientId,
    CLIENT_SECRET: github.app.clientSecret,
    OPENAI_API_KEY: 'a key of a test',
    OPENAI_BASE_URL: modelUrl,
    OLLIO_CACHE: cache,
    // Server and worker start often in these tests, and spend a third of that time on compiling the same files.
    NODE_COMPILE_CACHE: join(inject('runFolder'), 'compile-cache'),
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: inject('temporal').address,
    TEMPORAL_NAMESPACE: namespace,
    ARTIFACTS: join(folder, 'artifacts'),
    PORT: String(serverPort),
    PUBLIC_URL: publicUrl,
    PREVIEW_PORT: String(previewPort),
    PREVIEW_URL: `http://127.0.0.1:${previewPort}`,
    LINK_SECRET: 'the link secret of a test',
    // One person plays all roles.
    OLLIO_USER_TURNS_PER_HOUR: '1000',
    OLLIO_REPOSITORY_TURNS_PER_HOUR: '1000',
    OLLIO_REPOSITORY_TURNS_AT_ONCE: '100',
    OLLIO_INSTALLATION_TURNS_AT_ONCE: '100',
    ...settings,
  }
  const child = (name: 'server' | 'worker'): SupervisedChild =>
    superviseChild({
      script: `src/${name}.ts`,
      // The worker reads repositories from there, through the gate as everything else.
      env: name === 'worker' ? { ...env, GITHUB_URL: apiGate.url } : env,
      logFile: join(folder, `${name}.log`),
      onStart: () => undefined,
      onGivenUp: (reason) => problems.push(new Error(reason)),
    })
  const server = child('server')
  const worker = child('worker')
  const client = new Client({ connectionString: database.url })
  await client.connect()
  await untilTrue(() => fetch(publicUrl).then(Boolean, () => false))
  return {
    github,
    apiGate,
    webhookGate,
    webhook,
    publicUrl,
    env,
    server,
    worker,
    sandboxesFolder: join(cache, 'sandboxes'),
    async sandboxes() {
      const names = await readdir(join(cache, 'sandboxes')).catch(() => [])
      const files = await Promise.all(names.map((name) => readSandboxFile(join(cache, 'sandboxes', name))))
      return files.flatMap((file) => (file === null ? [] : [file.id]))
    },
    async killWorker() {
      const pid = worker.pid()
      process.kill(pid, 'SIGKILL')
      await untilTrue(() => worker.pid() !== pid)
    },
    logs: async () => (await Promise.all(['server', 'worker'].map((name) => readFile(join(folder, `${name}.log`), 'utf8')))).join('\n'),
    person: (role) => new Octokit({ baseUrl: github.apiUrl, auth: PEOPLE[role].token }),
    query: async <Row>(sql: string, values: unknown[] = []) => (await client.query(sql, values)).rows as Row[],
    async close() {
      await Promise.all([server.stop(), worker.stop()])
      await github.close()
      await Promise.all([apiGate.close(), webhookGate.close(), client.end()])
      await database.drop()
      // Left over from a failed test. A workspace is a file system of its own that nothing else removes.
      for (const name of await readdir(join(cache, 'sandboxes')).catch(() => [])) await destroySandbox(join(cache, 'sandboxes', name))
      if (problems.length > 0) throw new AggregateError(problems, problems.map(String).slice(0, 5).join('\n'))
    },
  }
}

/** Where programs are, and what npm needs to reach this machine's registry. */
function machineSettings(): Record<string, string> {
  const wanted = /^(?:PATH|HOME|NODE_EXTRA_CA_CERTS|(?:https?|no)_proxy|npm_config_.+)$/i
  return Object.fromEntries(Object.entries(process.env).flatMap(([name, value = '']) => (wanted.test(name) ? [[name, value]] : [])))
}

/** A separate cache for the sandboxes; what takes long to build is shared. */
async function stageCache(folder: string): Promise<string> {
  const cache = join(folder, 'cache')
  const { cacheFolder: shared } = readDemoConfig()
  const made = [cache, join(shared, 'workflows'), keptModules()].map((each) => mkdir(each, { recursive: true }))
  await Promise.all([...made, reactTemplate(), packageManagers()])
  for (const name of ['templates', 'workflows', 'modules']) await symlink(join(shared, name), join(cache, name))
  return cache
}

/** Polls until `isSo` returns true; fails after a minute by default. */
export async function untilTrue(isSo: () => boolean | Promise<boolean>, patienceMs = 120_000): Promise<void> {
  const until = Date.now() + patienceMs
  while (!(await isSo())) {
    if (Date.now() > until) throw new Error(`Not true within ${patienceMs / 1_000} s: ${isSo.toString()}`)
    await sleep(25)
  }
}
