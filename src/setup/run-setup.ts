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
/** Time for the last page to load its icon. */
const LAST_ANSWERS_MS = 500

export type SetupOptions = {
  config: SetupConfig
  envFile: string
  /** Content of `app.yml`. */
  appYml: string
  /** The current settings, including those in the env file. */
  survey: () => SettingsSurvey
  /** Prints a line in the terminal. */
  print: (text: string) => void
  log: Log
  /** Resolves when this process must stop. */
  untilEnd: Promise<void>
}

/** Serves the setup page. True once the app is created and the server has its settings. False if the process must stop earlier. */
export async function runSetup({ config, envFile, appYml, survey, print, log, untilEnd }: SetupOptions): Promise<boolean> {
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
      await extendEnvFile(envFile, { required: settingsOf(app), optional, note: `GitHub App. Install it at ${app.installUrl}` })
    },
    onWritten: (installUrl) => {
      log.info({}, 'GitHub App created')
      print(`The GitHub App is ready. Its credentials are saved in ${envFile}. Install it: ${installUrl}`)
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
  print(`Ollio is not set up yet. Create its GitHub App at ${base}/${admission.key === null ? '' : `?key=${admission.key}`}`)
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

/** Uses the public address, the given relay, or a relay that is opened on first use. */
function createHook(given: string | null, publicUrl: string | null): () => Promise<Hook | null> {
  let opened: string | null = given
  return async () => {
    if (given === null && publicUrl !== null) return { url: publicUrl + WEBHOOKS, byRelay: false }
    opened ??= await openRelayChannel()
    return opened === null ? null : { url: opened, byRelay: true }
  }
}

function portOf(server: ServerType, requested: number): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : requested
}

async function close(server: ServerType): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  if ('closeAllConnections' in server) setTimeout(() => server.closeAllConnections(), LAST_ANSWERS_MS).unref()
  await closed
}
