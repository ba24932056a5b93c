import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { readDemoConfig } from '#src/config/config.ts'
import { applyMigrations } from '#dev/postgres/apply-migrations.ts'
import { createDatabase, dropDatabase } from '#dev/postgres/database.ts'
import { startPostgres } from '#dev/postgres/start-postgres.ts'
import { findTemporal } from '#dev/temporal/find-temporal.ts'
import { startTemporal } from '#dev/temporal/start-temporal.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of the administrator of the one PostgreSQL of this run. */
    postgresUrl: string
    /** The migrated database that each test's own is copied from; nobody may stay connected to it. */
    templateDatabase: string
    temporal: { address: string; namespace: string }
    /** A folder of this run, gone afterwards. */
    runFolder: string
  }
}

type Stop = () => Promise<unknown>

/** One PostgreSQL with a migrated template and one Temporal server for the whole run; DATABASE_URL and TEMPORAL_ADDRESS name others. */
export async function setup(project: TestProject): Promise<Stop> {
  const runFolder = await mkdtemp(join(tmpdir(), 'ollio-test-'))
  const stops: Stop[] = []
  const stopAll = async () => {
    await Promise.all(stops.map((stop) => stop()))
    await rm(runFolder, { recursive: true, force: true })
  }
  const results = await Promise.allSettled([providePostgres(project, runFolder, stops), provideTemporal(project, runFolder, stops)])
  project.provide('runFolder', runFolder)
  const failed = results.find((result) => result.status === 'rejected')
  if (failed) {
    await stopAll()
    throw failed.reason
  }
  return stopAll
}

async function providePostgres(project: TestProject, runFolder: string, stops: Stop[]): Promise<void> {
  const { databaseUrl } = readDemoConfig()
  const postgres = databaseUrl === null ? await startPostgres({ folder: join(runFolder, 'postgres'), fsync: false }) : null
  if (postgres !== null) stops.push(() => postgres.stop())
  const adminUrl = postgres?.url ?? databaseUrl ?? ''
  const template = `ollio_template_${process.pid}`
  const templateUrl = await createDatabase(adminUrl, template)
  if (databaseUrl !== null) stops.push(() => dropDatabase(adminUrl, template))
  await applyMigrations(templateUrl, 'prisma/migrations')
  project.provide('postgresUrl', adminUrl)
  project.provide('templateDatabase', template)
}

async function provideTemporal(project: TestProject, runFolder: string, stops: Stop[]): Promise<void> {
  const { temporalAddress, temporalNamespace, cacheFolder } = readDemoConfig()
  if (temporalAddress !== null) {
    project.provide('temporal', { address: temporalAddress, namespace: temporalNamespace })
    return
  }
  const onProgress = (sentence: string) => process.stdout.write(`${sentence}\n`)
  const binary = await findTemporal({ cacheFolder, env: process.env, onProgress })
  const temporal = await startTemporal({ binary, logFile: join(runFolder, 'temporal.log') })
  stops.push(() => temporal.stop())
  project.provide('temporal', { address: temporal.address, namespace: temporal.namespace })
}
