import type { Environment } from '#src/config/read-settings.ts'

/** Values that the demo fills in. Settings that are already given take precedence. */
export type Filled = {
  github: { url: string; apiUrl: string; appId: number; privateKey: string; clientId: string; clientSecret: string }
  webhookSecret: string
  databaseUrl: string
  temporalAddress: string
  recordedModelUrl: string | null
  ports: { server: number; previews: number }
  artifacts: string
  linkSecret: string
}

/** Environment of server and worker: the given settings, completed by the demo. GitHub is always the demo's own. */
export function childSettings(given: Environment, filled: Filled): Record<string, string> {
  const { github, ports } = filled
  const port = given['PORT'] ?? String(ports.server)
  const previewPort = given['PREVIEW_PORT'] ?? String(ports.previews)
  const defaults: Record<string, string> = {
    WEBHOOK_SECRET: filled.webhookSecret,
    DATABASE_URL: filled.databaseUrl,
    TEMPORAL_ADDRESS: filled.temporalAddress,
    PORT: port,
    PREVIEW_PORT: previewPort,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    PREVIEW_URL: `http://127.0.0.1:${previewPort}`,
    ARTIFACTS: filled.artifacts,
    LINK_SECRET: filled.linkSecret,
    // A private model server often needs no key, but the client requires one.
    OPENAI_API_KEY: 'none',
    ...(filled.recordedModelUrl === null ? {} : { OPENAI_BASE_URL: filled.recordedModelUrl, OLLIO_MODEL: 'ollio-recorded' }),
  }
  const own = {
    GITHUB_URL: github.url,
    GITHUB_API_URL: github.apiUrl,
    APP_ID: String(github.appId),
    PRIVATE_KEY: github.privateKey,
    CLIENT_ID: github.clientId,
    CLIENT_SECRET: github.clientSecret,
  }
  const missing = Object.entries(defaults).filter(([name]) => !given[`${name}_FILE`])
  const set = Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '')
  return { ...Object.fromEntries([...missing, ...set]), ...own }
}
