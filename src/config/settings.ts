import { z } from 'zod'

/** Every setting that there is, documented where it is parsed; `.env.example` is made from here. Read by config.ts. */

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

export const SETTINGS = {
  APP_ID: whole(1, Number.MAX_SAFE_INTEGER).describe('The GitHub App’s id'),
  PRIVATE_KEY: pem.describe('The GitHub App’s private key, PEM; line breaks may be written as \\n. Or name its file in PRIVATE_KEY_PATH'),
  CLIENT_ID: z
    .string()
    .min(1)
    .optional()
    .describe('The GitHub App’s client id, with which people sign in to see the page of a repository; needs CLIENT_SECRET'),
  CLIENT_SECRET: z.string().min(1).optional().describe('A client secret of the GitHub App'),
  WEBHOOK_SECRET_OLD: z
    .string()
    .min(8, 'has to have at least 8 characters')
    .optional()
    .describe('The secret before WEBHOOK_SECRET: webhooks signed with it are taken, while GitHub’s is changed'),
  WEBHOOK_SECRET: z.string().min(8, 'has to have at least 8 characters').describe('The secret that GitHub signs webhooks with'),
  GITHUB_API_URL: webUrl.default('https://api.github.com').describe('GitHub’s REST API'),
  GITHUB_URL: webUrl
    .default('https://github.com')
    .describe('GitHub as people see it: pages link there, and the set-up page makes the GitHub App there'),
  WEBHOOK_PROXY_URL: webUrl
    .optional()
    .describe('In development, without a public address: a channel of smee.io, from which the server fetches its webhooks'),

  OPENAI_API_KEY: z.string().min(1).describe('Key of the language model’s server'),
  OPENAI_BASE_URL: webUrl.default('https://api.openai.com/v1').describe('Any server of the chat-completions protocol'),
  OLLIO_MODELS: z
    .string()
    .transform((names) =>
      names
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== ''),
    )
    .default([])
    .describe('Further models there that a repository may choose, separated by commas'),
  OLLIO_MODEL: z.string().min(1).default('gpt-5.1').describe('The model’s name there'),
  OLLIO_CONTEXT_TOKENS: whole(8_000, 10_000_000).default(128_000).describe('The model’s context window, in tokens'),
  OLLIO_PRICE_IN: price
    .default(0)
    .describe('What a million prompt tokens cost, in US dollars, for receipts; without prices they show no money'),
  OLLIO_PRICE_OUT: price.default(0).describe('What a million completion tokens cost, in US dollars'),

  SANDBOX: z
    .enum(['e2b', 'local'], 'has to be e2b or local')
    .optional()
    .describe('Where generated code runs: e2b, or local (bubblewrap); by default e2b where E2B_API_KEY is set, else local'),
  E2B_API_KEY: z.string().min(1).optional().describe('Key of E2B’s cloud'),
  E2B_API_URL: webUrl.optional().describe('E2B’s API, where it is not E2B’s own'),
  E2B_SANDBOX_URL: webUrl.optional().describe('Where its sandboxes are reached, where it is not E2B’s own'),
  E2B_TEMPLATE: z
    .string()
    .regex(/^[a-z0-9_-]+(?::[\w.-]+)?$/, 'has to be a name or name:tag')
    .default('ollio')
    .describe('Name, or name:tag, of the templates that `npm run template:build` has built'),
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
  LINK_SECRET_OLD: z
    .string()
    .min(16, 'has to have at least 16 characters')
    .optional()
    .describe('The secret before LINK_SECRET: links that it signed stay good'),
  LINK_SECRET: z.string().min(16, 'has to have at least 16 characters').describe('Signs preview links'),

  DEFAULT_MONTHLY_CREDITS: whole(0, 1_000_000).default(100).describe('Credits that a repository gets each month'),
  CREDITS_GENERATE: whole(0, 10_000).default(10).describe('What a generate turn costs'),
  CREDITS_REFINE: whole(0, 10_000).default(5).describe('What a refine turn costs'),
  OLLIO_USER_TURNS_PER_HOUR: whole(1, 100_000).default(30).describe('Turns that one person may begin in an hour'),
  OLLIO_REPOSITORY_TURNS_PER_HOUR: whole(1, 100_000).default(60).describe('Turns that may begin in one repository in an hour'),
  OLLIO_INSTALLATION_TURNS_PER_HOUR: whole(1, 100_000)
    .default(300)
    .describe('Turns that may begin in all repositories of one account in an hour'),
  OLLIO_REPOSITORY_TURNS_AT_ONCE: whole(1, 10_000).default(5).describe('Turns that may run at once in one repository; the others wait'),
  OLLIO_INSTALLATION_TURNS_AT_ONCE: whole(1, 10_000)
    .default(20)
    .describe('Turns that may run at once in all repositories of one account; the others wait in fair order'),
  OLLIO_CHECKS_AT_ONCE: whole(1, 1_000)
    .optional()
    .describe('Checks, and looks of the agent at its page, that a worker runs at once; as many as it has processors where this is not set'),
  OLLIO_MAX_STEPS: whole(1, 100).default(20).describe('Model calls that a turn may make'),
  OLLIO_TURN_MINUTES: whole(1, 120).default(10).describe('Minutes that a turn may take'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info').describe('How much is logged'),
} as const

export type SettingName = keyof typeof SETTINGS

/** What `.env.example` says of each setting. */
export function describeSettings(): { name: string; description: string; default: string | null; required: boolean }[] {
  return Object.entries(SETTINGS).map(([name, schema]) => {
    const fallback = schema.safeParse(undefined)
    const value = fallback.success && fallback.data !== undefined ? String(fallback.data) : null
    return { name, description: schema.description ?? '', default: value, required: !fallback.success }
  })
}
