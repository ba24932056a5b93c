import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connectTemporal, type TemporalSettings } from '#src/adapters/temporal/connect-temporal.ts'
import type { DemoConfig } from '#src/config/demo-config.ts'
import { TASK_QUEUE } from '#src/workflows/signals.ts'
import type { LocalGitHub } from '../local-github/local-github.ts'
import { OWNER, PEOPLE, REPOSITORY } from './demo-users.ts'
import { childSettings } from './child-settings.ts'
import type { choosePorts } from './choose-ports.ts'
import { writeDemoFile } from './demo-file.ts'
import { startInfrastructure } from './infrastructure.ts'
import { SetupError } from '../setup-error.ts'
import { superviseChild, type SupervisedChild } from './supervised-child.ts'
import type { CommentedOn } from './scenario.ts'

const APP_ID = 4_711
/** The last bound. A server that is still starting is waited for: on a busy machine that takes minutes. */
const READY_MS = 15 * 60_000
const PROBE_MS = 10_000
const REPORT_EVERY_MS = 15_000

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
  const start = (name: 'server' | 'worker'): SupervisedChild => {
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
    return child
  }
  const [server, worker] = [start('server'), start('worker')]
  stops.push(() => rm(demoFile, { force: true }))
  const waiting = { say, signal }
  await Promise.all([
    untilReady({ name: 'server', child: server, isReady: () => answers(publicUrl), ...waiting }),
    untilReady({
      name: 'worker',
      child: worker,
      isReady: () =>
        isPolled({ address: temporal.address, namespace: config.temporalNamespace, apiKey: given['TEMPORAL_API_KEY'] ?? null }),
      ...waiting,
    }),
  ])
  return {
    github,
    temporalUiUrl: temporal.uiUrl,
    recorded: recordedModelUrl !== null,
    databaseUrl,
    maintainer: { apiUrl: github.apiUrl, token: PEOPLE.maintainer.token, owner: OWNER, repo: REPOSITORY },
  }
}

type Waiting = {
  name: string
  child: SupervisedChild
  isReady: () => Promise<boolean>
  say: (line: string) => void
  signal: AbortSignal
}

/** Waits as long as the process is alive or restarted, and says so from time to time. */
async function untilReady({ name, child, isReady, say, signal }: Waiting): Promise<void> {
  const startedMs = Date.now()
  let reportedMs = startedMs
  while (!(await isReady())) {
    const log = `See .ollio/logs/${name}.log`
    if (!child.isWanted()) throw new SetupError(`The ${name} does not start. ${log}`)
    if (Date.now() - startedMs > READY_MS) throw new SetupError(`The ${name} was not ready after ${READY_MS / 60_000} minutes. ${log}`)
    if (Date.now() - reportedMs > REPORT_EVERY_MS) {
      reportedMs = Date.now()
      say(`Waiting for the ${name}, ${Math.round((reportedMs - startedMs) / 1_000)} s so far. ${log}`)
    }
    await sleep(100, undefined, { signal })
  }
}

async function answers(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(PROBE_MS) }).then(
    () => true,
    () => false,
  )
}

/** True if a worker asks Temporal for work. */
async function isPolled(settings: TemporalSettings): Promise<boolean> {
  const temporal = connectTemporal(settings)
  try {
    const { namespace } = settings
    const { pollers } = await temporal.client.withDeadline(Date.now() + PROBE_MS, () =>
      temporal.client.workflowService.describeTaskQueue({ namespace, taskQueue: { name: TASK_QUEUE } }),
    )
    return (pollers ?? []).length > 0
  } catch {
    return false
  } finally {
    await temporal.close()
  }
}
