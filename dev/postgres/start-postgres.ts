import { randomBytes } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../processes/free-port.ts'
import { logTail, startGuarded, type Guarded } from '../processes/start-guarded.ts'
import { SetupError } from '../setup-error.ts'
import { makeCluster } from './cluster.ts'
import { createDatabase, withClient } from './database.ts'
import { postgresBinaries } from './postgres-binaries.ts'
import { serverAccount } from './server-account.ts'
import { releaseLock } from './stale-lock.ts'

export type PostgresOptions = {
  /** Holds the data, the password and the log. */
  folder: string
  /** Default: a free port. */
  port?: number
  /** False trades durability for speed. Default: true. */
  fsync?: boolean
}

export type Postgres = {
  /** Connects as administrator to the database `postgres`. */
  url: string
  /** Returns the URL of the database. Idempotent. */
  createDatabase(name: string, options?: { template?: string }): Promise<string>
  stop(): Promise<void>
}

/** A server that recovers from a crash on a busy machine may need minutes, so a running one is waited for. */
const START_TIMEOUT_MS = 10 * 60_000
/** Starting can fail if another process takes the port first, or if the shared memory of a crashed server is not released yet. */
const STARTS = 3
const UNSAFE_AND_FAST = ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off']

/** Starts PostgreSQL on 127.0.0.1. It stops when this process ends, even by a crash. Throws SetupError if it can't run here. */
export async function startPostgres({ folder: given, port, fsync = true }: PostgresOptions): Promise<Postgres> {
  const folder = resolve(given)
  const data = join(folder, 'data')
  const logFile = join(folder, 'server.log')
  const binaries = postgresBinaries()
  await mkdir(folder, { recursive: true })
  const account = await serverAccount([folder, binaries.folder])
  const passwordFile = await makeCluster({ folder, data, binaries, account, newPassword: randomBytes(16).toString('hex') })
  const password = (await readFile(passwordFile, 'utf8')).trim()

  for (let attempt = 1; attempt <= STARTS; attempt += 1) {
    const chosen = port ?? (await freePort())
    const url = `postgresql://postgres:${password}@127.0.0.1:${chosen}/postgres`
    await releaseLock(data)
    const [command = '', ...args] = [
      ...account.prefix,
      binaries.postgres,
      ...['-D', data, '-p', String(chosen)],
      ...['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'max_connections=200'],
      ...(fsync ? [] : UNSAFE_AND_FAST),
    ]
    const ids = account.uid === undefined ? {} : { uid: account.uid, gid: account.gid ?? account.uid }
    // SIGINT is PostgreSQL's fast shutdown: it closes open connections and loses no data.
    const server = startGuarded({
      command,
      args,
      env: { PATH: PROGRAMS, LC_ALL: 'C' },
      logFile,
      stopSignal: 'SIGINT',
      graceMs: 10_000,
      ...ids,
    })
    if (await answers(url, server)) {
      return { url, createDatabase: (name, options) => createDatabase(url, name, options), stop: () => server.stop() }
    }
    await server.stop()
    await sleep(1_000)
  }
  throw new SetupError(
    `PostgreSQL did not start. Set DATABASE_URL to use another server. Its log ${logFile} ends with:\n${await logTail(logFile)}`,
  )
}

const PROGRAMS = '/usr/local/bin:/usr/bin:/bin'

async function answers(url: string, server: Guarded): Promise<boolean> {
  const deadline = Date.now() + START_TIMEOUT_MS
  while (server.running && Date.now() < deadline) {
    const up = await withClient(url, (client) => client.query('SELECT 1')).then(
      () => true,
      () => false,
    )
    // If another server holds the port, ours has exited or is about to.
    if (up && server.running) return true
    await sleep(50)
  }
  return false
}
