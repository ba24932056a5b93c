import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Octokit } from '@octokit/rest'
import { Client as TemporalClient, Connection } from '@temporalio/client'
import { Pool } from 'pg'
import { readDemoConfig } from '#src/config/config.ts'
import { startDemoEnvironment } from '#dev/demo/demo-environment.ts'
import type { DemoEnvironment } from '#dev/demo/demo-environment.ts'
import type { DemoFile } from '#dev/demo/demo-file.ts'
import { freePort } from '#dev/processes/free-port.ts'
import { startInstantModel } from './instant-model.ts'
import type { InstantModel } from './instant-model.ts'

/** So long one turn may take before a benchmark gives up. */
const PATIENCE_MS = 15 * 60_000
const POLL_MS = 10
/** Nobody runs out of anything here. */
const SETTINGS = {
  DEFAULT_MONTHLY_CREDITS: '1000000',
  OLLIO_USER_TURNS_PER_HOUR: '100000',
  OLLIO_REPOSITORY_TURNS_PER_HOUR: '100000',
  OLLIO_INSTALLATION_TURNS_PER_HOUR: '100000',
  OLLIO_REPOSITORY_TURNS_AT_ONCE: '10000',
  OLLIO_INSTALLATION_TURNS_AT_ONCE: '10000',
  LOG_LEVEL: 'warn',
}

export type Asked = { issue: number; comment: number; askedMs: number }
type TurnRow = { id: string; state: string; projectId: string; pullRequest: number | null; workflowId: string }

/** Everything as in the demo, with server and worker as processes of their own, and a model that answers at once. */
export type House = {
  model: InstantModel
  temporal: TemporalClient
  demo: DemoFile
  maintainer: Octokit
  /** The place that commands are written at. */
  at: { owner: string; repo: string }
  newIssue: (at?: House['at']) => Promise<number>
  /** Writes a command as a person would. */
  ask: (body: string, issue?: number, at?: House['at']) => Promise<Asked>
  /** Waits until the turn of a comment has ended. */
  ended: (asked: Pick<Asked, 'comment'>) => Promise<TurnRow>
  turnOf: (asked: Pick<Asked, 'comment'>) => Promise<TurnRow | undefined>
  github: DemoEnvironment['github']
  close: () => Promise<void>
}

export async function openHouse(onProgress: (message: string) => void): Promise<House> {
  const folder = await mkdtemp(join(tmpdir(), 'ollio-bench-'))
  const model = await startInstantModel()
  const stops: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true }), () => model.close()]
  const end = async (): Promise<void> => {
    for (const stop of stops.toReversed()) await stop()
  }
  try {
    // Whatever is configured here, the benchmark measures its own.
    const { PATH, HOME, OLLIO_CACHE, XDG_CACHE_HOME } = process.env
    const own = { PATH, HOME, OLLIO_CACHE, XDG_CACHE_HOME, ...machine() }
    const config = readDemoConfig({ ...own, ...SETTINGS, OPENAI_API_KEY: 'bench', OPENAI_BASE_URL: model.url })
    const ports = [await freePort(), await freePort(), await freePort()] as [number, number, number]
    const beginning = { config, folder, keep: false, ports, secret: randomBytes(24).toString('hex') }
    const { signal } = new AbortController()
    const company = await startDemoEnvironment(beginning, stops, { say: onProgress, signal })
    const demo = await readDemo(join(folder, 'demo.json'))
    const pool = new Pool({ connectionString: company.databaseUrl, max: 4 })
    stops.push(() => pool.end())
    const connection = await Connection.connect({ address: demo.temporalAddress })
    stops.push(() => connection.close())
    const at = { owner: demo.owner, repo: demo.repo }
    const maintainer = new Octokit({ auth: demo.tokens.maintainer.token, baseUrl: demo.githubApiUrl })
    const query = async <Row extends object>(sql: string, values: unknown[] = []) => (await pool.query<Row>(sql, values)).rows
    const turnOf: House['turnOf'] = async ({ comment }) => {
      const sql = `SELECT t.id, t.state, t."projectId", p."pullRequest", p."workflowId" FROM "Turn" t JOIN "Project" p ON p.id = t."projectId" WHERE t.key = $1`
      return (await query<TurnRow>(sql, [`comment:${comment}`]))[0]
    }
    const newIssue: House['newIssue'] = async (where = at) =>
      (await maintainer.rest.issues.create({ ...where, title: 'A greeting', body: 'For people who come back.' })).data.number
    return {
      model,
      temporal: new TemporalClient({ connection }),
      demo,
      maintainer,
      at,
      turnOf,
      newIssue,
      github: company.github,
      async ask(body, issue, where = at) {
        const number = issue ?? (await newIssue(where))
        const askedMs = performance.now()
        const { data } = await maintainer.rest.issues.createComment({ ...where, issue_number: number, body })
        return { issue: number, comment: data.id, askedMs }
      },
      ended: (asked) =>
        until(async () => {
          const turn = await turnOf(asked)
          return turn === undefined || turn.state === 'RUNNING' ? undefined : turn
        }),
      close: end,
    }
  } catch (error) {
    await end()
    throw error
  }
}

/** What a machine needs to install packages, as everywhere. */
function machine(): Record<string, string | undefined> {
  const names = /^(?:npm_config_|NODE_EXTRA_CA_CERTS$|SSL_CERT_|https?_proxy$|no_proxy$)/i
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => names.test(name)))
}

async function readDemo(path: string): Promise<DemoFile> {
  // Written once both processes run.
  const text = await until(() => readFile(path, 'utf8').catch(() => undefined))
  return JSON.parse(text) as DemoFile
}

/** What `look` finds, once it finds something. */
export async function until<Found>(look: () => Promise<Found | undefined>, patienceMs = PATIENCE_MS): Promise<Found> {
  const lastMs = performance.now() + patienceMs
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    if (performance.now() > lastMs) throw new Error(`Nothing came of it within ${patienceMs / 1_000} s`)
    await sleep(POLL_MS)
  }
}
