import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'

/** The only reader of the environment. Each setting is documented where it is read; `.env.example` is made from here. */

export type Environment = Record<string, string | undefined>

/** Every missing or wrong variable at once, one line each. */
export class ConfigError extends Error {
  constructor(problems: readonly string[]) {
    super(`The configuration is not complete:\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
    this.name = 'ConfigError'
  }
}

const whole = (least: number, most: number) => z.coerce.number('has to be a number').int().min(least).max(most)
const webUrl = z.url({ protocol: /^https?$/, error: 'has to be an http(s) URL' }).transform((url) => url.replace(/\/+$/, ''))
const pem = z
  .string()
  .transform((text) => text.replaceAll('\\n', '\n').replaceAll('\r', '').trim())
  .refine(
    (text) => /^-----BEGIN (?:RSA )?PRIVATE KEY-----\n[^]+\n-----END (?:RSA )?PRIVATE KEY-----$/.test(text),
    'has to be a private key in PEM format',
  )
const price = z.coerce.number('has to be a number').min(0)

const SETTINGS = {
  APP_ID: whole(1, Number.MAX_SAFE_INTEGER).describe('The GitHub App’s id'),
  PRIVATE_KEY: pem.describe('The GitHub App’s private key, PEM; line breaks may be written as \\n. Or name its file in PRIVATE_KEY_PATH'),
  WEBHOOK_SECRET: z.string().min(8, 'has to have at least 8 characters').describe('The secret that GitHub signs webhooks with'),
  GITHUB_API_URL: webUrl.default('https://api.github.com').describe('GitHub’s REST API'),

  OPENAI_API_KEY: z.string().min(1).describe('Key of the language model’s server'),
  OPENAI_BASE_URL: webUrl.default('https://api.openai.com/v1').describe('Any server of the chat-completions protocol'),
  OLLIO_MODEL: z.string().min(1).default('gpt-5.1').describe('The model’s name there'),
  OLLIO_CONTEXT_TOKENS: whole(8_000, 10_000_000).default(128_000).describe('The model’s context window, in tokens'),
  OLLIO_PRICE_IN: price.default(0).describe('What a million prompt tokens cost, for receipts; 0 shows no money'),
  OLLIO_PRICE_OUT: price.default(0).describe('What a million completion tokens cost'),

  SANDBOX: z
    .enum(['local'], 'has to be local: bubblewrap on this machine')
    .default('local')
    .describe('Where generated code runs: local (bubblewrap)'),
  OLLIO_CACHE: z.string().min(1).optional().describe('Folder of built tools and sandbox templates; by default ollio in your cache folder'),

  DATABASE_URL: z.url({ protocol: /^postgres(?:ql)?$/, error: 'has to be a postgresql:// URL' }).describe('PostgreSQL'),
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s/]+:\d+$/, 'has to be host:port')
    .default('127.0.0.1:7233')
    .describe('Temporal’s frontend'),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default').describe('Temporal’s namespace'),
  TEMPORAL_API_KEY: z.string().min(1).optional().describe('For Temporal Cloud; implies TLS'),
  ARTIFACTS: z.string().min(1).default('.ollio/artifacts').describe('Folder of the artifact store'),

  HOST: z.string().min(1).default('127.0.0.1').describe('Address that the server listens on'),
  PORT: whole(0, 65_535).default(3000).describe('Port of webhooks and pages'),
  PUBLIC_URL: webUrl.default('http://127.0.0.1:3000').describe('Where people reach PORT'),
  PREVIEW_PORT: whole(0, 65_535).default(3001).describe('Port of the previews'),
  PREVIEW_URL: webUrl
    .default('http://127.0.0.1:3001')
    .describe('Where people reach PREVIEW_PORT; has to be another origin than PUBLIC_URL'),
  LINK_SECRET: z.string().min(16, 'has to have at least 16 characters').describe('Signs preview links'),

  DEFAULT_MONTHLY_CREDITS: whole(0, 1_000_000).default(100).describe('Credits that a repository gets each month'),
  CREDITS_GENERATE: whole(0, 10_000).default(10).describe('What a generate turn costs'),
  CREDITS_REFINE: whole(0, 10_000).default(5).describe('What a refine turn costs'),
  OLLIO_MAX_STEPS: whole(1, 100).default(20).describe('Model calls that a turn may make'),
  OLLIO_TURN_MINUTES: whole(1, 120).default(10).describe('Minutes that a turn may take'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info').describe('How much is logged'),
} as const

type SettingName = keyof typeof SETTINGS
type Values<Names extends SettingName> = { [Name in Names]: z.infer<(typeof SETTINGS)[Name]> }

/** What `.env.example` says of each setting. */
export function describeSettings(): { name: string; description: string; default: string | null; required: boolean }[] {
  return Object.entries(SETTINGS).map(([name, schema]) => {
    const fallback = schema.safeParse(undefined)
    const value = fallback.success && fallback.data !== undefined ? String(fallback.data) : null
    return { name, description: schema.description ?? '', default: value, required: !fallback.success }
  })
}

/** Reads the named settings; each may also come from the file that `NAME_FILE` names. */
function read<Names extends SettingName>(env: Environment, names: readonly Names[]): Values<Names> {
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
  // Each entry was parsed by its own schema just above; a failed one throws here.
  const values = Object.fromEntries(entries) as Values<Names>
  problems.push(...contradictions(values))
  if (problems.length > 0) throw new ConfigError(problems)
  return values
}

function valueOf(env: Environment, name: SettingName, problems: string[]): string | undefined {
  const given = env[name]?.trim()
  if (given !== undefined && given !== '') return given
  const file = env[`${name}_FILE`] ?? (name === 'PRIVATE_KEY' ? env['PRIVATE_KEY_PATH'] : undefined)
  if (file === undefined || file === '') return undefined
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    problems.push(`${name} is missing: its file ${file} can't be read`)
    return undefined
  }
}

function contradictions(values: { PUBLIC_URL?: string; PREVIEW_URL?: string }): string[] {
  const { PUBLIC_URL: ours, PREVIEW_URL: theirs } = values
  if (ours === undefined || theirs === undefined || new URL(ours).origin !== new URL(theirs).origin) return []
  return ['PREVIEW_URL has to be another origin than PUBLIC_URL: what was generated is not to be trusted']
}

const STATE = ['DATABASE_URL', 'TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE', 'TEMPORAL_API_KEY', 'ARTIFACTS'] as const
const GITHUB = ['APP_ID', 'PRIVATE_KEY', 'GITHUB_API_URL'] as const
const LINKS = ['PUBLIC_URL', 'PREVIEW_URL', 'LINK_SECRET'] as const

/** What `npm start` needs. */
export function readServerConfig(env: Environment = process.env) {
  const values = read(env, [...STATE, ...GITHUB, ...LINKS, 'WEBHOOK_SECRET', 'HOST', 'PORT', 'PREVIEW_PORT', 'LOG_LEVEL'])
  return {
    ...shared(values),
    webhookSecret: values.WEBHOOK_SECRET,
    host: values.HOST,
    port: values.PORT,
    previewPort: values.PREVIEW_PORT,
  }
}

/** What `npm run worker` needs. */
export function readWorkerConfig(env: Environment = process.env) {
  const values = read(env, [
    ...STATE,
    ...GITHUB,
    ...LINKS,
    'OPENAI_API_KEY',
    'OPENAI_BASE_URL',
    'OLLIO_MODEL',
    'SANDBOX',
    'OLLIO_CACHE',
    'DEFAULT_MONTHLY_CREDITS',
    'CREDITS_GENERATE',
    'CREDITS_REFINE',
    'OLLIO_MAX_STEPS',
    'OLLIO_TURN_MINUTES',
    'LOG_LEVEL',
  ])
  return {
    ...shared(values),
    model: { apiKey: values.OPENAI_API_KEY, baseUrl: values.OPENAI_BASE_URL, model: values.OLLIO_MODEL },
    cacheFolder: cacheFolder(values.OLLIO_CACHE, env),
    rules: {
      credits: { generate: values.CREDITS_GENERATE, refine: values.CREDITS_REFINE },
      monthlyCredits: values.DEFAULT_MONTHLY_CREDITS,
      stepsPerTurn: values.OLLIO_MAX_STEPS,
      minutesPerTurn: values.OLLIO_TURN_MINUTES,
      publicUrl: values.PUBLIC_URL,
      previewUrl: values.PREVIEW_URL,
    },
  }
}

/** What the demo finds set already; it fills in the rest. */
export function readDemoConfig(env: Environment = process.env) {
  const values = read(env, ['OLLIO_MODEL', 'OLLIO_PRICE_IN', 'OLLIO_PRICE_OUT', 'OLLIO_MAX_STEPS'])
  const problems: string[] = []
  const settings = {
    given: Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined)),
    databaseUrl: valueOf(env, 'DATABASE_URL', problems) ?? null,
    temporalAddress: valueOf(env, 'TEMPORAL_ADDRESS', problems) ?? null,
    temporalNamespace: valueOf(env, 'TEMPORAL_NAMESPACE', problems) ?? 'default',
    openaiApiKey: valueOf(env, 'OPENAI_API_KEY', problems) ?? null,
    openaiBaseUrl: valueOf(env, 'OPENAI_BASE_URL', problems) ?? null,
    model: values.OLLIO_MODEL,
    priceIn: values.OLLIO_PRICE_IN,
    priceOut: values.OLLIO_PRICE_OUT,
    steps: values.OLLIO_MAX_STEPS,
    appId: valueOf(env, 'APP_ID', problems) ?? null,
    privateKey: valueOf(env, 'PRIVATE_KEY', problems) ?? null,
    webhookSecret: valueOf(env, 'WEBHOOK_SECRET', problems) ?? null,
    cacheFolder: cacheFolder(valueOf(env, 'OLLIO_CACHE', problems), env),
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return settings
}

function shared(values: Values<(typeof STATE)[number] | (typeof GITHUB)[number] | (typeof LINKS)[number] | 'LOG_LEVEL'>) {
  return {
    databaseUrl: values.DATABASE_URL,
    temporal: { address: values.TEMPORAL_ADDRESS, namespace: values.TEMPORAL_NAMESPACE, apiKey: values.TEMPORAL_API_KEY ?? null },
    artifacts: resolve(values.ARTIFACTS),
    github: { appId: values.APP_ID, privateKey: values.PRIVATE_KEY, apiUrl: values.GITHUB_API_URL },
    publicUrl: values.PUBLIC_URL,
    previewUrl: values.PREVIEW_URL,
    linkSecret: values.LINK_SECRET,
    logLevel: values.LOG_LEVEL,
  }
}

/** Where what took minutes to build is kept for every checkout. */
function cacheFolder(given: string | undefined, env: Environment): string {
  return given ?? join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'ollio')
}
