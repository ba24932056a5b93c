import { setTimeout as sleep } from 'node:timers/promises'
import { Connection } from '@temporalio/client'
import { freePort } from '../processes/free-port.ts'
import { logTail, startGuarded, type Guarded } from '../processes/start-guarded.ts'
import { SetupError } from '../setup-error.ts'

export type TemporalOptions = {
  /** Path of the Temporal CLI. */
  binary: string
  /** Default or 0: a free port. */
  port?: number
  /** 0: a free port; `null`: no web UI. */
  uiPort?: number | null
  logFile: string
}

export type TemporalServer = {
  address: string
  uiUrl: string | null
  namespace: string
  /** The process id of the server's guardian. */
  pid: number
  stop(): Promise<void>
}

const NAMESPACE = 'default'
/** A running server is waited for: on a busy machine its start takes minutes. */
const START_TIMEOUT_MS = 10 * 60_000
const PROBE_MS = 10_000
/** Starting can fail if another process takes the port first. */
const STARTS = 3

/**
 * By default, the dev server limits its only shard to 20 operations a second, which would slow down every step of a turn. The lists of the
 * web UI are written in small batches and may lag a little: written at once, they cost as much as starting the workflows that they list.
 */
const FAST = [
  'history.transferProcessorMaxPollRPS=2000',
  'system.enableActivityEagerExecution=true',
  'history.visibilityProcessorMaxPollRPS=5',
  'history.visibilityProcessorMaxPollHostRPS=5',
  'history.visibilityTaskBatchSize=10',
]

/** Starts Temporal's dev server in memory on 127.0.0.1. It stops when this process ends, even by a crash. */
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
    `Temporal did not start. Set TEMPORAL_ADDRESS to use another server. Its log ${logFile} ends with:\n${await logTail(logFile)}`,
  )
}

/** The port opens before the namespace exists, so this queries the namespace. */
async function answers(address: string, server: Guarded): Promise<boolean> {
  const deadline = Date.now() + START_TIMEOUT_MS
  while (server.running && Date.now() < deadline) {
    if ((await knowsNamespace(address)) && server.running) return true
    await sleep(100)
  }
  return false
}

async function knowsNamespace(address: string): Promise<boolean> {
  const connection = await Connection.connect({ address, connectTimeout: PROBE_MS }).catch(() => null)
  if (connection === null) return false
  try {
    await connection.withDeadline(Date.now() + PROBE_MS, () => connection.workflowService.describeNamespace({ namespace: NAMESPACE }))
    return true
  } catch {
    return false
  } finally {
    await connection.close()
  }
}
