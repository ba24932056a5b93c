import { readFileSync } from 'node:fs'
import { availableParallelism, homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import type { z } from 'zod'
import { SETTINGS } from './settings.ts'
import type { SettingName } from './settings.ts'

/** The only module that reads the environment. */

export type Environment = Record<string, string | undefined>

/** Lists every missing or invalid setting, one per line. */
export class ConfigError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(`Invalid configuration:\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
    this.name = 'ConfigError'
    this.problems = problems
  }
}

type Values<Names extends SettingName> = { [Name in Names]: z.infer<(typeof SETTINGS)[Name]> }

/** Merges the env file with the environment, which takes precedence. Blank variables and a missing file are ignored. */
export function environment(envFile: string | null, env: Environment = process.env): Environment {
  if (envFile === null) return env
  const given = Object.entries(env).filter(([, value]) => !isBlank(value))
  return { ...readEnvFile(envFile), ...Object.fromEntries(given) }
}

function readEnvFile(path: string): Environment {
  try {
    return parseEnv(readFileSync(path, 'utf8'))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
    throw new ConfigError([`The file ${path} cannot be read`])
  }
}

/** Reads the named settings. Each one may also come from a file named by `NAME_FILE`. Throws `ConfigError`. */
export function read<Names extends SettingName>(env: Environment, names: readonly Names[]): Values<Names> {
  const problems: string[] = []
  const entries = names.map((name) => {
    const value = valueOf(env, name, problems)
    const parsed = SETTINGS[name].safeParse(value)
    if (!parsed.success && !problems.some((problem) => problem.startsWith(`${name} `))) {
      const reason =
        value === undefined ? `is missing: ${SETTINGS[name].description ?? ''}` : (parsed.error.issues[0]?.message ?? 'is wrong')
      problems.push(`${name} ${reason}`)
    }
    return [name, parsed.data] as const
  })
  // Each entry was parsed by its own schema above. If one failed, this throws below.
  const values = Object.fromEntries(entries) as Values<Names>
  problems.push(...contradictions(values))
  if (problems.length > 0) throw new ConfigError(problems)
  return values
}

export function valueOf(env: Environment, name: SettingName, problems: string[] = []): string | undefined {
  const given = env[name]
  if (!isBlank(given)) return given.trim()
  const file = fileOf(env, name)
  if (isBlank(file)) return undefined
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    problems.push(`${name} is missing: its file ${file} cannot be read`)
    return undefined
  }
}

function isBlank(value: string | undefined): value is '' | undefined {
  return (value ?? '').trim() === ''
}

/** True if the setting is given as a value or as a file, valid or not. */
export function isGiven(env: Environment, name: SettingName): boolean {
  return !isBlank(env[name]) || !isBlank(fileOf(env, name))
}

function fileOf(env: Environment, name: SettingName): string | undefined {
  return env[`${name}_FILE`] ?? (name === 'PRIVATE_KEY' ? env['PRIVATE_KEY_PATH'] : undefined)
}

type Related = {
  PUBLIC_URL?: string
  PREVIEW_URL?: string
  SANDBOX?: string | undefined
  E2B_API_KEY?: string | undefined
  CLIENT_ID?: string | undefined
  CLIENT_SECRET?: string | undefined
}

function contradictions({ PUBLIC_URL: ours, PREVIEW_URL: theirs, SANDBOX, E2B_API_KEY, CLIENT_ID, CLIENT_SECRET }: Related): string[] {
  const isOneOrigin = ours !== undefined && theirs !== undefined && new URL(ours).origin === new URL(theirs).origin
  return [
    ...(isOneOrigin ? ['PREVIEW_URL must have a different origin than PUBLIC_URL, because generated code is not trusted'] : []),
    ...(CLIENT_ID !== undefined && CLIENT_SECRET === undefined ? ['CLIENT_SECRET is missing: it is required when CLIENT_ID is set'] : []),
    ...(CLIENT_SECRET !== undefined && CLIENT_ID === undefined ? ['CLIENT_ID is missing: it is required when CLIENT_SECRET is set'] : []),
    ...(SANDBOX === 'e2b' && E2B_API_KEY === undefined ? ['E2B_API_KEY is missing: it is required when SANDBOX is e2b'] : []),
  ]
}

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

/** Settings that are given to the demo. The demo fills in the rest. */
export function readDemoConfig(env: Environment = process.env) {
  const values = read(env, ['OLLIO_MODEL', ...PRICES, 'OLLIO_MAX_STEPS'])
  const problems: string[] = []
  const settings = {
    given: Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined)),
    databaseUrl: valueOf(env, 'DATABASE_URL', problems) ?? null,
    temporalAddress: valueOf(env, 'TEMPORAL_ADDRESS', problems) ?? null,
    temporalNamespace: valueOf(env, 'TEMPORAL_NAMESPACE', problems) ?? 'default',
    openaiApiKey: valueOf(env, 'OPENAI_API_KEY', problems) ?? null,
    openaiBaseUrl: valueOf(env, 'OPENAI_BASE_URL', problems) ?? null,
    model: values.OLLIO_MODEL,
    prices: { in: values.OLLIO_PRICE_IN, out: values.OLLIO_PRICE_OUT },
    steps: values.OLLIO_MAX_STEPS,
    appId: valueOf(env, 'APP_ID', problems) ?? null,
    privateKey: valueOf(env, 'PRIVATE_KEY', problems) ?? null,
    webhookSecret: valueOf(env, 'WEBHOOK_SECRET', problems) ?? null,
    sandboxesHere: valueOf(env, 'SANDBOX', problems) === 'local' || valueOf(env, 'E2B_API_KEY', problems) === undefined,
    cacheFolder: cacheFolder(valueOf(env, 'OLLIO_CACHE', problems), env),
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return settings
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

/** Folder for results that take minutes to build, shared by all checkouts. */
function cacheFolder(given: string | undefined, env: Environment): string {
  return given ?? join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'ollio')
}
