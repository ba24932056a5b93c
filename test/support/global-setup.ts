import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { readDemoConfig } from '#src/config/demo-config.ts'
import { applyMigrations } from '#src/adapters/prisma/apply-migrations.ts'
import { createDatabase, dropDatabase } from '#dev/postgres/database.ts'
import { startPostgres } from '#dev/postgres/start-postgres.ts'
import { findTemporal } from '#dev/temporal/find-temporal.ts'
import { startTemporal } from '#dev/temporal/start-temporal.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** URL of the administrator of this run's PostgreSQL. */
    postgresUrl: string
    /** The migrated database that each test's own is copied from. No test may stay connected to it. */
    templateDatabase: string
    temporal: { address: string; namespace: string }
    /** A folder of this run, removed afterwards. */
    runFolder: string
  }
}

type Stop = () => Promise<unknown>
type Provided = { postgresUrl: string; templateDatabase: string; temporal: { address: string; namespace: string }; runFolder: string }
type Servers = { provided: Promise<Provided>; users: number; stop: Stop }

/** Vitest loads this file once for each project of a run, so what they share hangs on a global symbol. */
const SHARED = Symbol.for('ollio.test-servers')
const shared = globalThis as { [SHARED]?: Servers }

/**
 * Starts one PostgreSQL with a migrated template and one Temporal server for the whole run, or uses the servers that DATABASE_URL
 * and TEMPORAL_ADDRESS name. Vitest runs it only for projects with a test file to run, so unit tests start nothing.
 */
export async function setup(project: TestProject): Promise<Stop> {
  const servers = (shared[SHARED] ??= startServers())
  servers.users += 1
  const provided = await servers.provided
  for (const [name, value] of Object.entries(provided)) project.provide(name as keyof Provided, value)
  return async () => {
    servers.users -= 1
    if (servers.users === 0) await servers.stop()
  }
}

function startServers(): Servers {
  const stops: Stop[] = []
  const stop = () => Promise.all(stops.toReversed().map((each) => each()))
  const start = async (): Promise<Provided> => {
    const runFolder = await mkdtemp(join(tmpdir(), 'ollio-test-'))
    // A server that is still ending may write while its folder is removed.
    stops.push(() => rm(runFolder, { recursive: true, force: true, maxRetries: 10 }))
    const [postgres, temporal] = await Promise.allSettled([providePostgres(runFolder, stops), provideTemporal(runFolder, stops)])
    if (postgres.status === 'fulfilled' && temporal.status === 'fulfilled')
      return { ...postgres.value, temporal: temporal.value, runFolder }
    await stop()
    throw postgres.status === 'rejected' ? postgres.reason : (temporal as PromiseRejectedResult).reason
  }
  return { provided: start(), users: 0, stop }
}

async function providePostgres(runFolder: string, stops: Stop[]): Promise<Pick<Provided, 'postgresUrl' | 'templateDatabase'>> {
  const { databaseUrl } = readDemoConfig()
  const postgres = databaseUrl === null ? await startPostgres({ folder: join(runFolder, 'postgres'), fsync: false }) : null
  if (postgres !== null) stops.push(() => postgres.stop())
  const postgresUrl = postgres?.url ?? databaseUrl ?? ''
  const templateDatabase = `ollio_template_${process.pid}`
  const templateUrl = await createDatabase(postgresUrl, templateDatabase)
  if (databaseUrl !== null) stops.push(() => dropDatabase(postgresUrl, templateDatabase))
  await applyMigrations(templateUrl, 'prisma/migrations')
  return { postgresUrl, templateDatabase }
}

async function provideTemporal(runFolder: string, stops: Stop[]): Promise<Provided['temporal']> {
  const { temporalAddress, temporalNamespace, cacheFolder } = readDemoConfig()
  if (temporalAddress !== null) return { address: temporalAddress, namespace: temporalNamespace }
  const onProgress = (sentence: string) => process.stdout.write(`${sentence}\n`)
  const binary = await findTemporal({ cacheFolder, env: process.env, onProgress })
  const temporal = await startTemporal({ binary, logFile: join(runFolder, 'temporal.log') })
  stops.push(() => temporal.stop())
  return { address: temporal.address, namespace: temporal.namespace }
}
