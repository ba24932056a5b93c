import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { pino } from 'pino'
import { computeLineDiff } from './adapters/diff/compute-line-diff.ts'
import { zip } from './adapters/fflate/fflate-zip.ts'
import { createFileArtifacts } from './adapters/files/file-artifacts.ts'
import { createCodeHost } from './adapters/github/github-code-host.ts'
import { createSignIn } from './adapters/github/github-sign-in.ts'
import { createHmacLinks } from './adapters/links/hmac-links.ts'
import { createDatabase } from './adapters/prisma/prisma-database.ts'
import { createHighlighter } from './adapters/shiki/shiki-highlighter.ts'
import { connectTemporal } from './adapters/temporal/connect-temporal.ts'
import { createTemporalWorkflows } from './adapters/temporal/temporal-workflows.ts'
import { previewHost } from './app/pages/preview-host.ts'
import { projectPages } from './app/pages/project-pages.ts'
import type { PagePorts } from './app/pages/project-pages.ts'
import { startWebServer } from './app/web-server.ts'
import { webhookApp } from './app/webhooks/webhook-app.ts'
import { readServerConfig } from './config/config.ts'
import { environment } from './config/read-settings.ts'
import type { ServerConfig } from './config/config.ts'
import { runEntryPoint, untilSignalled } from './config/run-entry-point.ts'
import { ownUrl } from './setup/loopback.ts'
import { receiveByRelay } from './setup/receive-by-relay.ts'
import { runSetup } from './setup/run-setup.ts'
import { readSetupConfig, surveySettings } from './setup/setup-config.ts'

/** `npm start` passes `--set-up`: without a GitHub App the setup page comes first, and settings are read from this file. */
const ENV_FILE = process.argv.includes('--set-up') ? '.env' : null

await runEntryPoint(async () => {
  const untilEnd = untilSignalled()
  if (ENV_FILE !== null && !(await setUp(ENV_FILE, untilEnd))) return
  const config = readServerConfig(environment(ENV_FILE))
  const log = pino({ level: config.logLevel, name: 'ollio-server' })
  const database = createDatabase(config.databaseUrl, config.prices)
  const temporal = connectTemporal(config.temporal)
  const { versionReader: versions, repositoryReader: repositories } = database
  const artifacts = createFileArtifacts(config.artifacts)
  const links = createHmacLinks({ publicUrl: config.publicUrl, secret: config.linkSecret, oldSecret: config.oldLinkSecret })
  const { publicUrl, previewUrl, githubUrl, host } = config
  const highlighter = await createHighlighter()
  const web = await startWebServer({
    host,
    port: config.port,
    github: config.github,
    webhookSecret: config.webhookSecret,
    oldWebhookSecret: config.oldWebhookSecret,
    app: webhookApp({ workflows: createTemporalWorkflows(temporal.client), log, appId: config.github.appId }),
    pages: projectPages({
      versions,
      repositories,
      artifacts,
      links,
      zip,
      lineDiff: computeLineDiff,
      highlighter,
      previewUrl,
      githubUrl,
      log,
      people: peopleOf(config),
    }),
    log,
  })
  const previews = serve({
    fetch: previewHost({ versions, artifacts, publicUrl, previewUrl, log }).fetch,
    hostname: host,
    port: config.previewPort,
  })
  if (!previews.listening) await once(previews, 'listening')
  const relay =
    config.webhookProxyUrl === null
      ? null
      : receiveByRelay({ channelUrl: config.webhookProxyUrl, endpointUrl: `${ownUrl(host, web.port)}/api/github/webhooks`, log })
  log.info({ pid: process.pid, port: web.port }, 'The server is ready')
  await untilEnd
  await relay?.close()
  previews.close()
  await web.close()
  await Promise.all([temporal.close(), database.close()])
})

/** `null` if sign-in is not configured. */
function peopleOf({ client, github, githubUrl, publicUrl, linkSecret }: ServerConfig): PagePorts['people'] {
  if (client === null) return null
  const signIn = createSignIn({ ...client, apiUrl: github.apiUrl, githubUrl, returnUrl: `${publicUrl}/sign-in/callback` })
  return { signIn, codeHost: createCodeHost(github), secret: linkSecret, publicUrl }
}

/** False if the process was asked to stop before setup was complete. */
async function setUp(envFile: string, untilEnd: Promise<void>): Promise<boolean> {
  const config = readSetupConfig(environment(envFile))
  if (config === null) return true
  return runSetup({
    config,
    envFile,
    appYml: await readFile(join(import.meta.dirname, '../app.yml'), 'utf8'),
    survey: () => surveySettings(environment(envFile)),
    print: (text) => void process.stdout.write(`${text}\n`),
    log: pino({ level: config.logLevel, name: 'ollio-set-up' }),
    untilEnd,
  })
}
