import { z } from 'zod'

/** All settings, each documented where it is parsed. `.env.example` is generated from this file. Read by config.ts. */

const whole = (least: number, most: number) =>
  z.coerce
    .number('must be a number')
    .int('must be a whole number')
    .min(least, `must be at least ${least}`)
    .max(most, `must be at most ${most}`)
const webUrl = z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' }).transform((url) => url.replace(/\/{1,9}$/, ''))
const pem = z
  .string()
  .transform((text) => text.replaceAll('\\n', '\n').replaceAll('\r', '').trim())
  .refine(
    (text) => /^-----BEGIN (?:RSA )?PRIVATE KEY-----\n[^]+\n-----END (?:RSA )?PRIVATE KEY-----$/.test(text),
    'must be a private key in PEM format',
  )
const registry = z.strictObject({
  for: z.string().regex(/^[\w.-]{1,100}(?:\/[\w.-]{1,100})?$/, 'must be an owner or owner/repository'),
  scope: z.string().regex(/^@[a-z0-9~-][a-z0-9._~-]{0,200}$/, 'must be a scope such as @acme'),
  url: webUrl.transform((url) => `${url}/`),
  token: z.string().min(1),
})
const registries = z.string().transform((text, context): z.infer<typeof registry>[] => {
  try {
    return z.array(registry).parse(JSON.parse(text))
  } catch (error) {
    // The token must not appear in a message.
    const where =
      error instanceof z.ZodError ? error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ') : 'not JSON'
    context.addIssue(`must be a list of registries as JSON (${where})`)
    return z.NEVER
  }
})
const price = z.coerce.number('must be a number').min(0, 'must be at least 0')

export const SETTINGS = {
  APP_ID: whole(1, Number.MAX_SAFE_INTEGER).describe('ID of the GitHub App'),
  PRIVATE_KEY: pem.describe(
    'Private key of the GitHub App in PEM format. Line breaks may be written as \\n. PRIVATE_KEY_PATH can name a file instead',
  ),
  CLIENT_ID: z
    .string()
    .min(1)
    .optional()
    .describe('Client ID of the GitHub App, used to sign users in to the pages. Requires CLIENT_SECRET'),
  CLIENT_SECRET: z.string().min(1).optional().describe('Client secret of the GitHub App. Requires CLIENT_ID'),
  WEBHOOK_SECRET_OLD: z
    .string()
    .min(8, 'must have at least 8 characters')
    .optional()
    .describe('Previous webhook secret. Webhooks signed with it are accepted while you change the secret on GitHub'),
  WEBHOOK_SECRET: z.string().min(8, 'must have at least 8 characters').describe('Secret that GitHub uses to sign webhooks'),
  GITHUB_API_URL: webUrl.default('https://api.github.com').describe('URL of the GitHub REST API'),
  GITHUB_URL: webUrl
    .default('https://github.com')
    .describe('URL of the GitHub website. Pages link to it, and the setup page creates the GitHub App there'),
  WEBHOOK_PROXY_URL: webUrl
    .optional()
    .describe('For development without a public address: a smee.io channel from which the server receives its webhooks'),

  OPENAI_API_KEY: z.string().min(1).describe('API key of the language model server'),
  OPENAI_BASE_URL: webUrl.default('https://api.openai.com/v1').describe('URL of a server with the OpenAI chat completions API'),
  OLLIO_MODELS: z
    .string()
    .transform((names) =>
      names
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== ''),
    )
    .default([])
    .describe('Other models on this server that a repository may choose, separated by commas'),
  OLLIO_MODEL: z.string().min(1).default('gpt-5.1').describe('Name of the default model'),
  OLLIO_CONTEXT_TOKENS: whole(8_000, 10_000_000).default(128_000).describe('Context window of the model, in tokens'),
  OLLIO_PRICE_IN: price
    .default(0)
    .describe('Price of one million prompt tokens in US dollars, for receipts. If both prices are 0, receipts show no cost'),
  OLLIO_PRICE_OUT: price.default(0).describe('Price of one million completion tokens in US dollars'),

  SANDBOX: z
    .enum(['e2b', 'local'], 'must be e2b or local')
    .optional()
    .describe('Where generated code runs: e2b (cloud) or local (bubblewrap). Default: e2b if E2B_API_KEY is set, otherwise local'),
  E2B_API_KEY: z.string().min(1).optional().describe('API key for E2B'),
  E2B_API_URL: webUrl.optional().describe('URL of the API, if you do not use E2B’s own cloud'),
  E2B_SANDBOX_URL: webUrl.optional().describe('URL of the sandboxes, if you do not use E2B’s own cloud'),
  E2B_TEMPLATE: z
    .string()
    .regex(/^[a-z0-9_-]+(?::[\w.-]+)?$/, 'must be a name or name:tag')
    .default('ollio')
    .describe('Name, or name:tag, of the templates that `npm run template:build` builds'),
  OLLIO_CACHE: z
    .string()
    .min(1)
    .optional()
    .describe('Folder for built tools and sandbox templates. Default: ollio in the user’s cache folder'),

  DATABASE_URL: z.url({ protocol: /^postgres(?:ql)?$/, error: 'must be a postgresql:// URL' }).describe('PostgreSQL connection URL'),
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s/]+:\d+$/, 'must be host:port')
    .default('127.0.0.1:7233')
    .describe('Address of the Temporal frontend, as host:port'),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default').describe('Temporal namespace'),
  TEMPORAL_API_KEY: z.string().min(1).optional().describe('API key for Temporal Cloud. Turns on TLS'),
  ARTIFACTS: z.string().min(1).default('.ollio/artifacts').describe('Folder of the artifact store'),

  HOST: z.string().min(1).default('127.0.0.1').describe('Address that the server listens on'),
  PORT: whole(0, 65_535).default(3000).describe('Port for webhooks and pages'),
  PUBLIC_URL: webUrl.default('http://127.0.0.1:3000').describe('URL where users and GitHub reach PORT'),
  PREVIEW_PORT: whole(0, 65_535).default(3001).describe('Port for previews'),
  PREVIEW_URL: webUrl
    .default('http://127.0.0.1:3001')
    .describe('URL where users reach PREVIEW_PORT. Must have a different origin than PUBLIC_URL'),
  LINK_SECRET_OLD: z
    .string()
    .min(16, 'must have at least 16 characters')
    .optional()
    .describe('Previous link secret. Links signed with it stay valid'),
  LINK_SECRET: z.string().min(16, 'must have at least 16 characters').describe('Secret that signs page links and sign-in cookies'),

  DEFAULT_MONTHLY_CREDITS: whole(0, 1_000_000).default(100).describe('Credits that a repository gets each month by default'),
  CREDITS_GENERATE: whole(0, 10_000).default(10).describe('Credits that a generate turn costs'),
  CREDITS_REFINE: whole(0, 10_000).default(5).describe('Credits that a refine turn costs'),
  OLLIO_USER_TURNS_PER_HOUR: whole(1, 100_000).default(30).describe('Turns that one user can start per hour'),
  OLLIO_REPOSITORY_TURNS_PER_HOUR: whole(1, 100_000).default(60).describe('Turns that can start per hour in one repository'),
  OLLIO_INSTALLATION_TURNS_PER_HOUR: whole(1, 100_000)
    .default(300)
    .describe('Turns that can start per hour in all repositories of one account'),
  OLLIO_REPOSITORY_TURNS_AT_ONCE: whole(1, 10_000)
    .default(5)
    .describe('Turns that can run at the same time in one repository. Other turns wait'),
  OLLIO_INSTALLATION_TURNS_AT_ONCE: whole(1, 10_000)
    .default(20)
    .describe('Turns that can run at the same time in all repositories of one account. Other turns wait in fair order'),
  OLLIO_CHECKS_AT_ONCE: whole(1, 1_000)
    .optional()
    .describe(
      'Checks and page views of the agent that the workers of one machine run at the same time, if it has room. Default: the number of processors',
    ),
  OLLIO_MAX_STEPS: whole(1, 100).default(20).describe('Maximum number of model calls per turn'),
  OLLIO_TURN_MINUTES: whole(1, 120).default(30).describe('Maximum duration of a turn, in minutes'),
  OLLIO_INSTALL_MINUTES: whole(1, 240).default(20).describe('Maximum duration of one installation of a repository’s packages, in minutes'),
  OLLIO_PACKAGES_MB: whole(64, 100_000).default(4_096).describe('Maximum size of the installed packages of one repository, in megabytes'),
  OLLIO_PACKAGES_FILES: whole(1_000, 10_000_000)
    .default(400_000)
    .describe('Maximum number of files of the installed packages of one repository'),
  OLLIO_PACKAGES_STORE_MB: whole(64, 10_000_000)
    .default(20_480)
    .describe('Maximum size of all installed packages that a machine keeps, in megabytes. The longest unused are removed first'),
  OLLIO_REPOSITORIES_MB: whole(64, 10_000_000)
    .default(20_480)
    .describe('Maximum size of all repositories that a machine keeps, in megabytes. The longest unused are removed first'),
  PACKAGE_REGISTRIES: registries
    .default([])
    .describe(
      'Registries for private packages, as JSON: [{"for": "owner or owner/repository", "scope": "@acme", "url": "https://npm.pkg.github.com", "token": "…"}]. No sandbox sees a token',
    ),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('Log level: fatal, error, warn, info, debug, trace or silent'),
} as const

export type SettingName = keyof typeof SETTINGS

/** Lists are written with commas. */
function textOf(value: string | number | readonly unknown[]): string {
  return Array.isArray(value) ? value.join(',') : String(value)
}

/** Name, description and default of each setting, for `.env.example`. */
export function describeSettings(): { name: string; description: string; default: string | null; required: boolean }[] {
  return Object.entries(SETTINGS).map(([name, schema]) => {
    const fallback = schema.safeParse(undefined)
    const written = fallback.success && fallback.data !== undefined ? textOf(fallback.data) : ''
    const value = written === '' ? null : written
    return { name, description: schema.description ?? '', default: value, required: !fallback.success }
  })
}
