import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DemoConfig } from '#src/config/demo-config.ts'
import type { LocalGitHub } from '../local-github/local-github.ts'
import { OWNER, PEOPLE, REPOSITORY } from './demo-users.ts'
import { childSettings } from './child-settings.ts'
import type { choosePorts } from './choose-ports.ts'
import { writeDemoFile } from './demo-file.ts'
import { startInfrastructure } from './infrastructure.ts'
import { superviseChild } from './supervised-child.ts'
import type { CommentedOn } from './scenario.ts'

const APP_ID = 4_711
const READY_MS = 30_000

export type DemoEnvironment = {
  github: Pick<LocalGitHub, 'url' | 'apiUrl' | 'createRepository'>
  temporalUiUrl: string | null
  /** True if the recorded model is used. */
  recorded: boolean
  databaseUrl: string
  /** The repository, with the maintainer's token. */
  maintainer: CommentedOn
}

type StartOptions = {
  config: DemoConfig
  folder: string
  keep: boolean
  ports: Awaited<ReturnType<typeof choosePorts>>
  secret: string
}

/** Starts the infrastructure, then server and worker as separate processes, and writes `.ollio/demo.json` for other programs. */
export async function startDemoEnvironment(
  { config, folder, keep, ports, secret }: StartOptions,
  stops: (() => Promise<unknown>)[],
  { say, signal }: { say: (line: string) => void; signal: AbortSignal },
): Promise<DemoEnvironment> {
  const { given, appId, privateKey } = config
  const [githubPort, serverPort, previewPort] = ports
  const webhookSecret = config.webhookSecret ?? secret
  const webhookUrl = `http://127.0.0.1:${given['PORT'] ?? serverPort}/api/github/webhooks`
  const { databaseUrl, temporal, github, recordedModelUrl } = await startInfrastructure(
    config,
    {
      folder,
      keep,
      githubPort,
      webhook: { url: webhookUrl, secret: webhookSecret },
      app: { id: Number(appId ?? APP_ID), ...(privateKey === null ? {} : { privateKey }) },
    },
    stops,
    { say, signal },
  )
  signal.throwIfAborted()
  const artifacts = join(folder, 'artifacts')
  const logs = join(folder, 'logs')
  for (const path of keep ? [logs] : [logs, artifacts]) await rm(path, { recursive: true, force: true })
  await mkdir(logs, { recursive: true })
  const env = childSettings(given, {
    github: { url: github.url, apiUrl: github.apiUrl, appId: github.app.id, ...github.app },
    webhookSecret,
    databaseUrl,
    temporalAddress: temporal.address,
    recordedModelUrl,
    ports: { server: serverPort, previews: previewPort },
    artifacts,
    linkSecret: secret,
  })
  const pids = { server: 0, worker: 0 }
  const publicUrl = env['PUBLIC_URL'] ?? ''
  const demoFile = join(folder, 'demo.json')
  const writeFile = (): Promise<void> =>
    writeDemoFile(demoFile, {
      githubApiUrl: github.apiUrl,
      githubUrl: github.url,
      publicUrl,
      previewUrl: env['PREVIEW_URL'] ?? '',
      temporalAddress: temporal.address,
      temporalUiUrl: temporal.uiUrl,
      databaseUrl,
      owner: OWNER,
      repo: REPOSITORY,
      tokens: PEOPLE,
      appId: github.app.id,
      webhookUrl,
      webhookSecret,
      pids,
    })
  for (const name of ['server', 'worker'] as const) {
    const child = superviseChild({
      script: `src/${name}.ts`,
      env,
      logFile: join(logs, `${name}.log`),
      onStart: (pid) => {
        pids[name] = pid
        if (pids.server > 0 && pids.worker > 0) void writeFile()
      },
      onGivenUp: say,
    })
    stops.push(() => child.stop())
  }
  stops.push(() => rm(demoFile, { force: true }))
  await untilAnswering(publicUrl, signal)
  return {
    github,
    temporalUiUrl: temporal.uiUrl,
    recorded: recordedModelUrl !== null,
    databaseUrl,
    maintainer: { apiUrl: github.apiUrl, token: PEOPLE.maintainer.token, owner: OWNER, repo: REPOSITORY },
  }
}

async function untilAnswering(url: string, signal: AbortSignal): Promise<void> {
  const until = Date.now() + READY_MS
  while (Date.now() < until) {
    if (
      await fetch(url).then(
        () => true,
        () => false,
      )
    )
      return
    await sleep(50, undefined, { signal })
  }
  throw new Error(`The server did not respond at ${url} within ${READY_MS / 1_000} seconds. See .ollio/logs/server.log`)
}
