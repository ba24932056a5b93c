import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Octokit } from '@octokit/rest'
import { Client as TemporalClient, Connection } from '@temporalio/client'
import { Pool } from 'pg'
import { readDemoConfig } from '#src/config/demo-config.ts'
import { startDemoEnvironment } from '#dev/demo/demo-environment.ts'
import type { DemoEnvironment } from '#dev/demo/demo-environment.ts'
import type { DemoFile } from '#dev/demo/demo-file.ts'
import { freePort } from '#dev/processes/free-port.ts'
import { startInstantModel } from './instant-model.ts'
import type { InstantModel } from './instant-model.ts'

/** How long a benchmark waits for one turn. */
const TIMEOUT_MS = 15 * 60_000
const POLL_MS = 10
/** High enough that limits never apply. */
const SETTINGS = {
  DEFAULT_MONTHLY_CREDITS: '1000000',
  OLLIO_USER_TURNS_PER_HOUR: '100000',
  OLLIO_REPOSITORY_TURNS_PER_HOUR: '100000',
  OLLIO_INSTALLATION_TURNS_PER_HOUR: '100000',
  OLLIO_REPOSITORY_TURNS_AT_ONCE: '10000',
  OLLIO_INSTALLATION_TURNS_AT_ONCE: '10000',
  LOG_LEVEL: 'warn',
}

export type PostedCommand = { issue: number; comment: number; postedMs: number }
type TurnRow = { id: string; state: string; projectId: string; pullRequest: number | null; workflowId: string }

/** The same parts as in the demo, with server and worker in processes of their own, and a model that answers at once. */
export type BenchStack = {
  model: InstantModel
  temporal: TemporalClient
  demo: DemoFile
  maintainer: Octokit
  /** The repository for commands. */
  at: { owner: string; repo: string }
  newIssue: (at?: BenchStack['at']) => Promise<number>
  /** Posts a command as a person would. */
  post: (body: string, issue?: number, at?: BenchStack['at']) => Promise<PostedCommand>
  /** Waits until the turn of a comment has ended. */
  untilEnded: (posted: Pick<PostedCommand, 'comment'>) => Promise<TurnRow>
  turnOf: (posted: Pick<PostedCommand, 'comment'>) => Promise<TurnRow | undefined>
  github: DemoEnvironment['github']
  close: () => Promise<void>
}

export async function startBenchStack(onProgress: (message: string) => void): Promise<BenchStack> {
  const folder = await mkdtemp(join(tmpdir(), 'ollio-bench-'))
  const model = await startInstantModel()
  const stops: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true }), () => model.close()]
  const end = async (): Promise<void> => {
    for (const stop of stops.toReversed()) await stop()
  }
  try {
    // Ignores this machine's configuration of Ollio.
    const { PATH, HOME, OLLIO_CACHE, XDG_CACHE_HOME } = process.env
    const own = { PATH, HOME, OLLIO_CACHE, XDG_CACHE_HOME, ...machine() }
    const config = readDemoConfig({ ...own, ...SETTINGS, OPENAI_API_KEY: 'bench', OPENAI_BASE_URL: model.url })
    const ports = [await freePort(), await freePort(), await freePort()] as [number, number, number]
    const options = { config, folder, keep: false, ports, secret: randomBytes(24).toString('hex') }
    const { signal } = new AbortController()
    const environment = await startDemoEnvironment(options, stops, { say: onProgress, signal })
    const demo = await readDemo(join(folder, 'demo.json'))
    const pool = new Pool({ connectionString: environment.databaseUrl, max: 4 })
    stops.push(() => pool.end())
    const connection = await Connection.connect({ address: demo.temporalAddress })
    stops.push(() => connection.close())
    const at = { owner: demo.owner, repo: demo.repo }
    const maintainer = new Octokit({ auth: demo.tokens.maintainer.token, baseUrl: demo.githubApiUrl })
    const query = async <Row extends object>(sql: string, values: unknown[] = []) => (await pool.query<Row>(sql, values)).rows
    const turnOf: BenchStack['turnOf'] = async ({ comment }) => {
      const sql = `SELECT t.id, t.state, t."projectId", p."pullRequest", p."workflowId" FROM "Turn" t JOIN "Project" p ON p.id = t."projectId" WHERE t.key = $1`
      return (await query<TurnRow>(sql, [`comment:${comment}`]))[0]
    }
    const newIssue: BenchStack['newIssue'] = async (where = at) =>
      (await maintainer.rest.issues.create({ ...where, title: 'A greeting', body: 'For people who come back.' })).data.number
    return {
      model,
      temporal: new TemporalClient({ connection }),
      demo,
      maintainer,
      at,
      turnOf,
      newIssue,
      github: environment.github,
      async post(body, issue, where = at) {
        const number = issue ?? (await newIssue(where))
        const postedMs = performance.now()
        const { data } = await maintainer.rest.issues.createComment({ ...where, issue_number: number, body })
        return { issue: number, comment: data.id, postedMs }
      },
      untilEnded: (posted) =>
        until(async () => {
          const turn = await turnOf(posted)
          return turn === undefined || turn.state === 'RUNNING' ? undefined : turn
        }),
      close: end,
    }
  } catch (error) {
    await end()
    throw error
  }
}

/** The variables that a machine may need to install packages. */
function machine(): Record<string, string | undefined> {
  const names = /^(?:npm_config_|NODE_EXTRA_CA_CERTS$|SSL_CERT_|https?_proxy$|no_proxy$)/i
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => names.test(name)))
}

async function readDemo(path: string): Promise<DemoFile> {
  // The file is written when both processes run.
  const text = await until(() => readFile(path, 'utf8').catch(() => undefined))
  return JSON.parse(text) as DemoFile
}

/** Polls `look` until it finds something; throws after a timeout. */
export async function until<Found>(look: () => Promise<Found | undefined>, timeoutMs = TIMEOUT_MS): Promise<Found> {
  const lastMs = performance.now() + timeoutMs
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    if (performance.now() > lastMs) throw new Error(`Timed out after ${timeoutMs / 1_000} s`)
    await sleep(POLL_MS)
  }
}
