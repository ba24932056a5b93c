import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createAdaptorServer } from '@hono/node-server'
import type { ServerType } from '@hono/node-server'
import type { Log } from '#src/ports/log.ts'
import { createSetupAccess } from './setup-access.ts'
import { exchangeManifestCode } from './exchange-manifest-code.ts'
import type { MadeApp } from './exchange-manifest-code.ts'
import { extendEnvFile } from './env-file.ts'
import { isLoopback, ownUrl } from './loopback.ts'
import { parseManifest } from './app-manifest.ts'
import { listMissingSettings } from './missing-settings.ts'
import { createProgress } from './setup-progress.ts'
import { openRelayChannel } from './relay-channel.ts'
import { setupApp } from './setup-app.ts'
import type { SetupConfig, SettingsSurvey } from './setup-config.ts'
import type { Hook } from './setup-page.ts'

const WEBHOOKS = '/api/github/webhooks'
/** The last page gets its icon, too. */
const LAST_ANSWERS_MS = 500

export type SetupOptions = {
  config: SetupConfig
  envFile: string
  /** The text of `app.yml`. */
  appYml: string
  /** The settings as they are now, the file's among them. */
  survey: () => SettingsSurvey
  /** What the person at the terminal reads. */
  tell: (text: string) => void
  log: Log
  /** Resolves when this process is to end. */
  untilEnd: Promise<void>
}

/** Serves the set-up page; true once the app is made and the server has its settings, false where it was asked to end before. */
export async function runSetup({ config, envFile, appYml, survey, tell, log, untilEnd }: SetupOptions): Promise<boolean> {
  const { githubUrl, host } = config
  const publicUrl = isLoopback(new URL(config.publicUrl).hostname) ? null : config.publicUrl
  const admission = createSetupAccess({ isExposed: publicUrl !== null || !isLoopback(host) })
  const relay = createHook(config.webhookProxyUrl, publicUrl)
  const ready = Promise.withResolvers<void>()

  const progress = createProgress({
    convert: (code) => exchangeManifestCode({ url: githubUrl, apiUrl: config.githubApiUrl }, code),
    write: async (app) => {
      const hook = await relay()
      const newRelay = config.webhookProxyUrl === null && hook?.byRelay ? { WEBHOOK_PROXY_URL: hook.url } : {}
      const optional = { ...linkSecret(survey()), ...newRelay, ...config.shaping }
      await extendEnvFile(envFile, { required: settingsOf(app), optional, note: `The GitHub App, to be installed at ${app.installUrl}` })
    },
    onWritten: (installUrl) => {
      log.info({}, 'The GitHub App is made')
      tell(`The GitHub App is made; its credentials are in ${envFile}. Install it: ${installUrl}`)
    },
  })

  const app = setupApp({
    githubUrl,
    publicUrl,
    manifest: parseManifest(appYml),
    admission,
    progress,
    hook: relay,
    needs: (isAppMade) => listMissingSettings(survey(), isAppMade),
    goOn: () => {
      const isComplete = survey().server.length === 0
      if (isComplete) ready.resolve()
      return isComplete
    },
    log,
  })
  const server = createAdaptorServer({ fetch: app.fetch })
  server.listen(config.port, host)
  await once(server, 'listening')
  const base = publicUrl ?? ownUrl(host, portOf(server, config.port))
  tell(`Ollio is not set up yet. Make its GitHub App at ${base}/${admission.key === null ? '' : `?key=${admission.key}`}`)
  const isReady = await Promise.race([ready.promise.then(() => true), untilEnd.then(() => false)])
  await close(server)
  return isReady
}

function settingsOf({ id, privateKey, webhookSecret, clientId, clientSecret }: MadeApp): Record<string, string> {
  const client = { CLIENT_ID: clientId, CLIENT_SECRET: clientSecret }
  return { APP_ID: String(id), PRIVATE_KEY: privateKey, ...client, ...(webhookSecret === null ? {} : { WEBHOOK_SECRET: webhookSecret }) }
}

function linkSecret({ hasLinkSecret }: SettingsSurvey): Record<string, string> {
  return hasLinkSecret ? {} : { LINK_SECRET: randomBytes(32).toString('base64url') }
}

/** By our own public address, by the relay that was given, or by one that is opened when it is first needed. */
function createHook(given: string | null, publicUrl: string | null): () => Promise<Hook | null> {
  let opened: string | null = given
  return async () => {
    if (given === null && publicUrl !== null) return { url: publicUrl + WEBHOOKS, byRelay: false }
    opened ??= await openRelayChannel()
    return opened === null ? null : { url: opened, byRelay: true }
  }
}

function portOf(server: ServerType, asked: number): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : asked
}

async function close(server: ServerType): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  if ('closeAllConnections' in server) setTimeout(() => server.closeAllConnections(), LAST_ANSWERS_MS).unref()
  await closed
}
