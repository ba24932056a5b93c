import { setTimeout as sleep } from 'node:timers/promises'
import { Connection } from '@temporalio/client'
import { freePort } from '../processes/free-port.ts'
import { logTail, startGuarded, type Guarded } from '../processes/start-guarded.ts'
import { SetupError } from '../setup-error.ts'

export type TemporalOptions = {
  /** Of the Temporal CLI. */
  binary: string
  /** 0: a free one. */
  port?: number
  /** 0: a free one; `null`: no web UI. */
  uiPort?: number | null
  logFile: string
}

export type TemporalServer = {
  address: string
  uiUrl: string | null
  namespace: string
  /** Of the process that guards the server. */
  pid: number
  stop(): Promise<void>
}

const NAMESPACE = 'default'
const START_TIMEOUT_MS = 30_000
/** A free port can be taken before the server binds it. */
const STARTS = 3

/**
 * The dev server's one shard is throttled to 20 hops a second, which would be felt in every step of a turn. What its web UI lists is
 * written in small portions and may come a moment late: it costs as much as the starts of workflows that it lists.
 */
const FAST = [
  'history.transferProcessorMaxPollRPS=2000',
  'system.enableActivityEagerExecution=true',
  'history.visibilityProcessorMaxPollRPS=5',
  'history.visibilityProcessorMaxPollHostRPS=5',
  'history.visibilityTaskBatchSize=10',
]

/** Starts Temporal's dev server in memory, on 127.0.0.1; it ends with this process, however that ends. */
export async function startTemporal({ binary, port = 0, uiPort = null, logFile }: TemporalOptions): Promise<TemporalServer> {
  for (let attempt = 1; attempt <= STARTS; attempt += 1) {
    const chosen = port || (await freePort())
    const chosenUi = uiPort === 0 ? await freePort() : uiPort
    const address = `127.0.0.1:${chosen}`
    const args = [
      ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(chosen), '--log-level', 'error'],
      ...(chosenUi === null ? ['--headless'] : ['--ui-ip', '127.0.0.1', '--ui-port', String(chosenUi)]),
      ...FAST.flatMap((value) => ['--dynamic-config-value', value]),
    ]
    const server = startGuarded({ command: binary, args, env: {}, logFile, stopSignal: 'SIGTERM', graceMs: 5_000 })
    if (await answers(address, server)) {
      const uiUrl = chosenUi === null ? null : `http://127.0.0.1:${chosenUi}`
      return { address, uiUrl, namespace: NAMESPACE, pid: server.pid, stop: () => server.stop() }
    }
    await server.stop()
  }
  throw new SetupError(
    `Temporal did not start; set TEMPORAL_ADDRESS to use another one. Its log ${logFile} ends with:\n${await logTail(logFile)}`,
  )
}

/** Its port opens before the namespace is there, so the namespace is asked for. */
async function answers(address: string, server: Guarded): Promise<boolean> {
  const deadline = Date.now() + START_TIMEOUT_MS
  while (server.running && Date.now() < deadline) {
    if ((await knowsNamespace(address)) && server.running) return true
    await sleep(100)
  }
  return false
}

async function knowsNamespace(address: string): Promise<boolean> {
  const connection = await Connection.connect({ address, connectTimeout: 2_000 }).catch(() => null)
  if (connection === null) return false
  try {
    await connection.withDeadline(Date.now() + 2_000, () => connection.workflowService.describeNamespace({ namespace: NAMESPACE }))
    return true
  } catch {
    return false
  } finally {
    await connection.close()
  }
}
