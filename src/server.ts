import { serve } from '@hono/node-server'
import { pino } from 'pino'
import { createFileArtifacts } from './adapters/files/file-artifacts.ts'
import { createHmacLinks } from './adapters/links/hmac-links.ts'
import { createDatabase } from './adapters/prisma/database.ts'
import { connectTemporal } from './adapters/temporal/connect.ts'
import { createSessions } from './adapters/temporal/sessions.ts'
import { previewHost } from './app/pages/preview-host.ts'
import { projectPages } from './app/pages/project-pages.ts'
import { startWebServer } from './app/web-server.ts'
import { webhookApp } from './app/webhooks.ts'
import { readServerConfig } from './config.ts'
import { runFrontDoor, untilAskedToEnd } from './front-door.ts'

await runFrontDoor(async () => {
  const config = readServerConfig()
  const log = pino({ level: config.logLevel, name: 'ollio-server' })
  const database = createDatabase(config.databaseUrl)
  const temporal = connectTemporal(config.temporal)
  const { versions } = database
  const artifacts = createFileArtifacts(config.artifacts)
  const links = createHmacLinks({ publicUrl: config.publicUrl, secret: config.linkSecret })
  const { publicUrl, previewUrl, host } = config
  const web = await startWebServer({
    host,
    port: config.port,
    github: config.github,
    webhookSecret: config.webhookSecret,
    app: webhookApp({ sessions: createSessions(temporal.client), log }),
    pages: projectPages({ versions, artifacts, links, previewUrl, log }),
    log,
  })
  const previews = serve({
    fetch: previewHost({ versions, artifacts, publicUrl, previewUrl, log }).fetch,
    hostname: host,
    port: config.previewPort,
  })
  log.info({ pid: process.pid, port: web.port }, 'The server is ready')
  await untilAskedToEnd()
  previews.close()
  await web.close()
  await Promise.all([temporal.close(), database.close()])
})
