import { readServerConfig, readWorkerConfig } from '#src/config/config.ts'
import { ConfigError, isGiven, read, valueOf } from '#src/config/read-settings.ts'
import type { Environment } from '#src/config/read-settings.ts'
import { SETTINGS } from '#src/config/settings.ts'
import type { SettingName } from '#src/config/settings.ts'

/** If any of these is given, the GitHub App exists and the setup page is not shown. */
const OF_THE_APP: readonly SettingName[] = ['APP_ID', 'PRIVATE_KEY', 'WEBHOOK_SECRET']

/** The app is created for these values. If they come from the environment only, they are saved with the credentials. */
const SHAPE_THE_APP: readonly SettingName[] = ['GITHUB_URL', 'GITHUB_API_URL', 'PUBLIC_URL', 'WEBHOOK_PROXY_URL']

/** Settings for the setup page. `null` if an app exists. Throws ConfigError if any given setting is invalid. */
export function readSetupConfig(env: Environment) {
  // The keys of SETTINGS are its names.
  const given = (Object.keys(SETTINGS) as SettingName[]).filter((name) => isGiven(env, name))
  if (OF_THE_APP.some((name) => given.includes(name))) return null
  read(env, given)
  const values = read(env, ['GITHUB_API_URL', 'GITHUB_URL', 'WEBHOOK_PROXY_URL', 'PUBLIC_URL', 'HOST', 'PORT', 'LOG_LEVEL'])
  return {
    shaping: Object.fromEntries(SHAPE_THE_APP.flatMap((name) => (given.includes(name) ? [[name, valueOf(env, name) ?? '']] : []))),
    githubUrl: values.GITHUB_URL,
    githubApiUrl: values.GITHUB_API_URL,
    webhookProxyUrl: values.WEBHOOK_PROXY_URL ?? null,
    publicUrl: values.PUBLIC_URL,
    host: values.HOST,
    port: values.PORT,
    logLevel: values.LOG_LEVEL,
  }
}

export type SetupConfig = NonNullable<ReturnType<typeof readSetupConfig>>

/** Problems of the server and worker settings, one per line, and the addresses of their services. */
export function surveySettings(env: Environment) {
  return {
    server: problemsOf(() => readServerConfig(env)),
    worker: problemsOf(() => readWorkerConfig(env)),
    databaseUrl: valueOf(env, 'DATABASE_URL') ?? '',
    temporalAddress: valueOf(env, 'TEMPORAL_ADDRESS') ?? SETTINGS.TEMPORAL_ADDRESS.parse(undefined),
    hasLinkSecret: isGiven(env, 'LINK_SECRET'),
  }
}

export type SettingsSurvey = ReturnType<typeof surveySettings>

function problemsOf(reader: () => unknown): readonly string[] {
  try {
    reader()
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}
