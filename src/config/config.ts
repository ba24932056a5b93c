import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { cacheFolder } from './cache-folder.ts'
import { read } from './read-settings.ts'
import type { Environment, Values } from './read-settings.ts'

const MB = 1024 * 1024

/** The settings of each process. */

const STATE = ['DATABASE_URL', 'TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE', 'TEMPORAL_API_KEY', 'ARTIFACTS'] as const
const GITHUB = ['APP_ID', 'PRIVATE_KEY', 'GITHUB_API_URL'] as const
const PRICES = ['OLLIO_PRICE_IN', 'OLLIO_PRICE_OUT'] as const
const E2B = ['SANDBOX', 'E2B_API_KEY', 'E2B_API_URL', 'E2B_SANDBOX_URL', 'E2B_TEMPLATE'] as const
const LINKS = ['PUBLIC_URL', 'PREVIEW_URL', 'LINK_SECRET'] as const

/** Settings for `npm start`. */
export function readServerConfig(env: Environment = process.env) {
  const values = read(env, [
    ...STATE,
    ...GITHUB,
    ...LINKS,
    ...PRICES,
    'WEBHOOK_SECRET',
    'WEBHOOK_SECRET_OLD',
    'CLIENT_ID',
    'CLIENT_SECRET',
    'LINK_SECRET_OLD',
    'WEBHOOK_PROXY_URL',
    'GITHUB_URL',
    'HOST',
    'PORT',
    'PREVIEW_PORT',
    'LOG_LEVEL',
  ])
  return {
    ...shared(values),
    webhookSecret: values.WEBHOOK_SECRET,
    /** `null` if sign-in is not configured. */
    client:
      values.CLIENT_ID === undefined || values.CLIENT_SECRET === undefined
        ? null
        : { clientId: values.CLIENT_ID, clientSecret: values.CLIENT_SECRET },
    oldWebhookSecret: values.WEBHOOK_SECRET_OLD ?? null,
    oldLinkSecret: values.LINK_SECRET_OLD ?? null,
    webhookProxyUrl: values.WEBHOOK_PROXY_URL ?? null,
    githubUrl: values.GITHUB_URL,
    host: values.HOST,
    port: values.PORT,
    previewPort: values.PREVIEW_PORT,
  }
}

export type ServerConfig = ReturnType<typeof readServerConfig>

/** Settings for `npm run ollio`. */
export function readOperatorConfig(env: Environment = process.env): { databaseUrl: string } {
  return { databaseUrl: read(env, ['DATABASE_URL']).DATABASE_URL }
}

/** Settings for `npm run worker`. */
export function readWorkerConfig(env: Environment = process.env) {
  const values = read(env, [
    ...STATE,
    ...GITHUB,
    ...LINKS,
    ...PRICES,
    'OPENAI_API_KEY',
    'OPENAI_BASE_URL',
    'OLLIO_MODEL',
    'OLLIO_MODELS',
    'OLLIO_CONTEXT_TOKENS',
    ...E2B,
    'OLLIO_CACHE',
    'DEFAULT_MONTHLY_CREDITS',
    'CREDITS_GENERATE',
    'CREDITS_REFINE',
    'OLLIO_USER_TURNS_PER_HOUR',
    'OLLIO_REPOSITORY_TURNS_PER_HOUR',
    'OLLIO_INSTALLATION_TURNS_PER_HOUR',
    'OLLIO_REPOSITORY_TURNS_AT_ONCE',
    'OLLIO_INSTALLATION_TURNS_AT_ONCE',
    'OLLIO_CHECKS_AT_ONCE',
    'OLLIO_MAX_STEPS',
    'OLLIO_INSTALL_MINUTES',
    'OLLIO_PACKAGES_MB',
    'OLLIO_PACKAGES_FILES',
    'OLLIO_PACKAGES_STORE_MB',
    'PACKAGE_REGISTRIES',
    'OLLIO_REPOSITORIES_MB',
    'GITHUB_URL',
    'OLLIO_TURN_MINUTES',
    'LOG_LEVEL',
  ])
  return {
    ...shared(values),
    checksAtOnce: values.OLLIO_CHECKS_AT_ONCE ?? availableParallelism(),
    model: { apiKey: values.OPENAI_API_KEY, baseUrl: values.OPENAI_BASE_URL, model: values.OLLIO_MODEL },
    sandboxProvider: e2bConfig(values).cloud === null ? ('bubblewrap' as const) : ('e2b' as const),
    e2b: e2bConfig(values),
    cacheFolder: cacheFolder(values.OLLIO_CACHE, env),
    /** npm settings may refer to any environment variable. */
    npmEnvironment: env,
    repositoriesBytes: values.OLLIO_REPOSITORIES_MB * MB,
    githubWebUrl: values.GITHUB_URL,
    packages: {
      ...{ files: values.OLLIO_PACKAGES_FILES, bytes: values.OLLIO_PACKAGES_MB * MB, storeBytes: values.OLLIO_PACKAGES_STORE_MB * MB },
      ...{ installMs: values.OLLIO_INSTALL_MINUTES * 60_000, registries: values.PACKAGE_REGISTRIES },
    },
    rules: {
      credits: { generate: values.CREDITS_GENERATE, refine: values.CREDITS_REFINE },
      monthlyCredits: values.DEFAULT_MONTHLY_CREDITS,
      turnsPerHour: {
        user: values.OLLIO_USER_TURNS_PER_HOUR,
        repository: values.OLLIO_REPOSITORY_TURNS_PER_HOUR,
        installation: values.OLLIO_INSTALLATION_TURNS_PER_HOUR,
      },
      turnsAtOnce: { repository: values.OLLIO_REPOSITORY_TURNS_AT_ONCE, installation: values.OLLIO_INSTALLATION_TURNS_AT_ONCE },
      models: [values.OLLIO_MODEL, ...values.OLLIO_MODELS],
      stepsPerTurn: values.OLLIO_MAX_STEPS,
      minutesPerTurn: values.OLLIO_TURN_MINUTES,
      contextTokens: values.OLLIO_CONTEXT_TOKENS,
      publicUrl: values.PUBLIC_URL,
      previewUrl: values.PREVIEW_URL,
    },
  }
}

export type WorkerConfig = ReturnType<typeof readWorkerConfig>

/** Settings for `npm run template:build`. */
export function readE2bConfig(env: Environment = process.env) {
  return e2bConfig({ ...read(env, E2B), SANDBOX: undefined })
}

/** `cloud` is `null` if sandboxes run on this machine. */
function e2bConfig(values: Values<(typeof E2B)[number]>) {
  const { SANDBOX, E2B_API_KEY: apiKey, E2B_API_URL: apiUrl = null, E2B_SANDBOX_URL: sandboxUrl = null } = values
  const cloud = SANDBOX === 'local' || apiKey === undefined ? null : { apiKey, apiUrl, sandboxUrl }
  return { cloud, template: values.E2B_TEMPLATE }
}

function shared(
  values: Values<(typeof STATE)[number] | (typeof GITHUB)[number] | (typeof LINKS)[number] | (typeof PRICES)[number] | 'LOG_LEVEL'>,
) {
  return {
    databaseUrl: values.DATABASE_URL,
    temporal: { address: values.TEMPORAL_ADDRESS, namespace: values.TEMPORAL_NAMESPACE, apiKey: values.TEMPORAL_API_KEY ?? null },
    artifacts: resolve(values.ARTIFACTS),
    github: { appId: values.APP_ID, privateKey: values.PRIVATE_KEY, apiUrl: values.GITHUB_API_URL },
    publicUrl: values.PUBLIC_URL,
    previewUrl: values.PREVIEW_URL,
    linkSecret: values.LINK_SECRET,
    prices: { in: values.OLLIO_PRICE_IN, out: values.OLLIO_PRICE_OUT },
    logLevel: values.LOG_LEVEL,
  }
}
