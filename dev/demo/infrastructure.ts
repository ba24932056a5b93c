import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ensureTemplate } from '#src/adapters/sandbox/bubblewrap/ensure-template.ts'
import { startLocalGitHub } from '../local-github/local-github.ts'
import type { LocalGitHub } from '../local-github/local-github.ts'
import { startRecordedModel } from '../recorded-model/start-recorded-model.ts'
import { applyMigrations } from '#src/adapters/prisma/apply-migrations.ts'
import { createDatabase, dropDatabase } from '../postgres/database.ts'
import { startPostgres } from '../postgres/start-postgres.ts'
import { shopFiles } from '../sample-shop-files.ts'
import { findTemporal } from '../temporal/find-temporal.ts'
import { startTemporal } from '../temporal/start-temporal.ts'
import type { DemoConfig } from '#src/config/demo-config.ts'
import { appPermissions } from './app-permissions.ts'
import { OWNER, PEOPLE, REPOSITORY } from './demo-users.ts'

type Stop = () => Promise<unknown>

export type Infrastructure = {
  databaseUrl: string
  temporal: { address: string; uiUrl: string | null }
  github: LocalGitHub
  /** URL of the recorded model. `null` if another model is configured. */
  recordedModelUrl: string | null
}

const DATABASE = 'ollio_demo'

/** Starts all services that server and worker need, in parallel. Each service registers its stop function once it runs. */
export async function startInfrastructure(
  config: DemoConfig,
  options: {
    folder: string
    /** Keeps the data of the last run. */
    keep: boolean
    githubPort: number
    webhook: { url: string; secret: string }
    app: { id: number; privateKey?: string }
  },
  stops: Stop[],
  { say, signal }: { say: (line: string) => void; signal: AbortSignal },
): Promise<Infrastructure> {
  await mkdir(options.folder, { recursive: true })
  const databaseUrl = startDatabase(config, options, stops)
  const temporal = startWorkflows(config, options.folder, stops, { say, signal })
  // After the database: it fails to start if another demo of this checkout runs, and then that demo's repositories are kept.
  const github = databaseUrl.then(() => startGitHub(options, stops))
  const recordedModelUrl = startModel(config, stops)
  const templateOptions = { templatesFolder: 'sandbox-templates', cacheFolder: config.cacheFolder, onProgress: say, signal }
  const template = ensureTemplate({ name: 'react', ...templateOptions })
  const tools = ensureTemplate({ name: 'package-managers', ...templateOptions })
  // Wait for all of them before reporting the first failure, so that everything that started can be stopped.
  await Promise.allSettled([databaseUrl, temporal, github, recordedModelUrl, template, tools])
  await Promise.all([template, tools])
  return { databaseUrl: await databaseUrl, temporal: await temporal, github: await github, recordedModelUrl: await recordedModelUrl }
}

/** A given database is used without starting PostgreSQL. */
async function startDatabase(
  { databaseUrl }: DemoConfig,
  { folder, keep }: { folder: string; keep: boolean },
  stops: Stop[],
): Promise<string> {
  if (databaseUrl !== null) {
    await applyMigrations(databaseUrl, 'prisma/migrations')
    return databaseUrl
  }
  const postgres = await startPostgres({ folder: join(folder, 'postgres') })
  stops.push(() => postgres.stop())
  if (!keep) await dropDatabase(postgres.url, DATABASE)
  const url = await createDatabase(postgres.url, DATABASE)
  await applyMigrations(url, 'prisma/migrations')
  return url
}

async function startWorkflows(
  { temporalAddress, cacheFolder, given }: DemoConfig,
  folder: string,
  stops: Stop[],
  { say, signal }: { say: (line: string) => void; signal: AbortSignal },
): Promise<Infrastructure['temporal']> {
  if (temporalAddress !== null) return { address: temporalAddress, uiUrl: null }
  const binary = await findTemporal({ cacheFolder, env: given, onProgress: say, signal })
  const temporal = await startTemporal({ binary, uiPort: 0, logFile: join(folder, 'temporal.log') })
  stops.push(() => temporal.stop())
  return { address: temporal.address, uiUrl: temporal.uiUrl }
}

/** Contains the sample shop. With `keep` it is already there. */
async function startGitHub(options: Parameters<typeof startInfrastructure>[1], stops: Stop[]): Promise<LocalGitHub> {
  const folder = join(options.folder, 'github')
  if (!options.keep) await rm(folder, { recursive: true, force: true })
  const github = await startLocalGitHub({
    folder,
    port: options.githubPort,
    app: { slug: 'ollio', permissions: await appPermissions(), ...options.app },
    webhook: options.webhook,
    people: Object.values(PEOPLE),
  })
  stops.push(() => github.close())
  const { maintainer, writer } = PEOPLE
  await github.createRepository({
    owner: OWNER,
    name: REPOSITORY,
    description: 'The storefront of Terrace: plants, pots and tools for balconies and windowsills.',
    files: await shopFiles(),
    collaborators: { [maintainer.login]: 'admin', [writer.login]: 'write' },
  })
  return github
}

/** Starts the recorded model if no other model is configured. */
async function startModel({ openaiApiKey, openaiBaseUrl }: DemoConfig, stops: Stop[]): Promise<string | null> {
  if (openaiApiKey !== null || openaiBaseUrl !== null) return null
  const model = await startRecordedModel({ tokensPerSecond: 2_000, firstTokenMs: 150 })
  stops.push(() => model.close())
  return model.url
}
