import { cacheFolder } from './cache-folder.ts'
import { ConfigError, read, valueOf } from './read-settings.ts'
import type { Environment } from './read-settings.ts'

/** Settings that are given to the demo. The demo fills in the rest. */
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

export type DemoConfig = ReturnType<typeof readDemoConfig>
